import type { VendorRequest, VendorRoutes } from '@nimbusvault/testing';
import { z } from 'zod';

const mostBytes = 28 * 1_024;
const mostInASecond = 4;
const mostKept = 100;

const Message = z.object({
  type: z.literal('message'),
  attachments: z
    .array(
      z.object({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        content: z.looseObject({
          type: z.literal('AdaptiveCard'),
          version: z.string(),
          body: z.array(z.looseObject({})),
        }),
      }),
    )
    .min(1),
});

const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { code, message: `${code}.` } }, { status, headers });

/**
 * A workflow of Microsoft Teams with the trigger "When a Teams webhook request is received": 202 for a message with Adaptive Cards, 400, 401, 404, 413 or 429
 * otherwise. Any id is a workflow, but for `gone`. `GET /cards`, which Microsoft does not have, lists the newest cards.
 */
export function makeRoutes(): VendorRoutes {
  const cards: { readonly workflow: string; readonly card: unknown }[] = [];
  const times = new Map<string, readonly number[]>();
  const isTooOften = (workflow: string) => {
    const now = Date.now();
    const latest = (times.get(workflow) ?? []).filter((time) => time > now - 1_000);
    times.set(workflow, [...latest, now]);
    return latest.length >= mostInASecond;
  };
  const take = (workflow: string, { body, headers }: VendorRequest): Response => {
    if (workflow === 'gone') return refusal(404, 'WorkflowNotFound');
    if (isTooOften(workflow)) return refusal(429, 'TooManyRequests', { 'retry-after': '1' });
    if (Buffer.byteLength(body) > mostBytes) return refusal(413, 'RequestEntityTooLarge');
    if (!headers.get('content-type')?.startsWith('application/json'))
      return refusal(400, 'InvalidRequestContent');
    const { data: message } = Message.safeParse(parse(body));
    if (!message) return refusal(400, 'InvalidRequestContent');
    cards.push(...message.attachments.map(({ content: card }) => ({ workflow, card })));
    cards.splice(0, cards.length - mostKept);
    return new Response(null, { status: 202 });
  };
  return {
    'POST /workflows/:id/triggers/manual/paths/invoke': (request) =>
      request.query.has('sig')
        ? take(request.params['id'] ?? '', request)
        : refusal(401, 'DirectApiAuthorizationRequired'),
    'POST /': (request) => take('default', request),
    'GET /cards': () => cards,
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
