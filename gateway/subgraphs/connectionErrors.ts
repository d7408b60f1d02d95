import { VaultError } from '@nimbusvault/sdk/kernel';

const timeouts = [
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'TimeoutError',
];
const refusals = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];
const drops = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];
const tooLarge = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';

/** The failure of a request over HTTP, for which undici, Node and the gateway have many names. */
type Mishap = 'timeout' | 'refused' | 'dropped' | 'too large' | 'left' | 'other';

export function mishapOf(error: unknown): Mishap {
  const { code: given, name } = error as { code?: unknown; name?: unknown };
  const code = String(typeof given === 'string' ? given : name);
  if (timeouts.includes(code)) return 'timeout';
  if (refusals.includes(code)) return 'refused';
  if (drops.includes(code)) return 'dropped';
  if (code === tooLarge) return 'too large';
  return code === 'AbortError' ? 'left' : 'other';
}

/** The reason that a subgraph did not answer, without its address: GATEWAY_TIMEOUT or SUBREQUEST_HTTP_ERROR. */
export function inPublicWords(name: string, cause: unknown): VaultError {
  if (cause instanceof VaultError) return cause;
  switch (mishapOf(cause)) {
    case 'timeout':
      return new VaultError('GATEWAY_TIMEOUT', `${name} did not answer in time.`, { cause });
    case 'left':
      return new VaultError('SUBREQUEST_HTTP_ERROR', `The request to ${name} was abandoned.`, { cause });
    case 'too large':
      return new VaultError('SUBREQUEST_HTTP_ERROR', `The answer of ${name} is too large.`, { cause });
    case 'refused':
    case 'dropped':
    case 'other':
  }
  return new VaultError('SUBREQUEST_HTTP_ERROR', `${name} cannot be reached.`, { cause });
}
