import type { Response as Received } from 'undici';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { failureOf, isFault, type Call } from './tryOnce.ts';

/** The answer as a standard Response, whose body ends with an error if it is too large, too slow or cut off. `onBroken` is called if the outside system is at fault. */
export function answerOf(received: Received, call: Call, onBroken: () => unknown): Response {
  refuseAnnounced(received, call);
  const { status, statusText, headers, url, redirected } = received;
  const body = received.body && ReadableStream.from(limited(received.body, call, onBroken));
  if (!body) call.end();
  const response = new Response(body, { status, statusText, headers: [...headers] });
  return Object.defineProperties(response, { url: { value: url }, redirected: { value: redirected } });
}

async function* limited(
  body: NonNullable<Received['body']>,
  call: Call,
  onBroken: () => unknown,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > call.limits.maxAnswerBytes) throw tooLarge(call);
      yield chunk;
    }
  } catch (thrown) {
    if (isFault(thrown, call)) onBroken();
    throw failureOf(thrown, call);
  } finally {
    call.end();
  }
}

/** An answer that says itself that it is too large need not be read. */
function refuseAnnounced({ headers, body }: Received, call: Call): void {
  const announced = Number(headers.get('content-length') ?? 0);
  if (!body || call.outgoing.method === 'HEAD' || announced <= call.limits.maxAnswerBytes) return;
  void body.cancel();
  throw tooLarge(call);
}

function tooLarge({ outgoing, limits }: Call): VaultError {
  return new VaultError(
    'OUTSIDE_ANSWER_INVALID',
    `The answer of ${outgoing.url.origin} has more than ${limits.maxAnswerBytes} bytes. If that is right, call it with more: vault.http.with({ maxAnswerBytes }).`,
  );
}
