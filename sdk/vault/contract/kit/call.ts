import { signAs, type Claims } from './keys.ts';
import type { World } from './world.ts';

/** An answer of the process, whatever it is. */
export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly {
      readonly message?: unknown;
      readonly extensions?: { readonly code?: unknown };
    }[];
    readonly [key: string]: unknown;
  };
}

/** Sends a request without an assertion. */
export async function callBare(world: World, path: string, init: RequestInit = {}): Promise<Called> {
  const response = await fetch(new URL(path, world.url), { signal: AbortSignal.timeout(15_000), ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

function parsed(text: string): Called['body'] {
  try {
    return JSON.parse(text) as Called['body'];
  } catch {
    return {};
  }
}

/** Posts a body as a gateway would. */
export async function callRaw(world: World, body: string, headers: object = {}): Promise<Called> {
  const assertion = await signAs(world.keys.known[0], world.name);
  const all = { 'content-type': 'application/json', 'x-vault-assertion': assertion, ...headers };
  return callBare(world, '/graphql', { method: 'POST', headers: all, body });
}

/** The variables of a request, and the claims of its caller that differ from those of a member. */
interface Asked {
  readonly claims?: Claims;
  readonly variables?: object;
}

/** Asks as a gateway would. */
export async function callAs(
  world: World,
  query: string,
  { claims = {}, variables = {} }: Asked = {},
): Promise<Called> {
  const assertion = await signAs(world.keys.known[0], world.name, claims);
  return callRaw(world, JSON.stringify({ query, variables }), { 'x-vault-assertion': assertion });
}

/** The code of the first error, or "none". */
export function codeOf({ body }: Called): string {
  const code = body.errors?.[0]?.extensions?.code;
  return typeof code === 'string' ? code : 'none';
}
