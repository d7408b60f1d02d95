import type { DeadLetter, DeadLetterSummary } from '@nimbusvault/runtime';
import type { OfPlugin } from '@nimbusvault/vault';
import { table } from './table.ts';

const head = ['ID', 'STATE', 'ORG', 'PLUGIN', 'HANDLER', 'EVENT', 'TRIES', 'LAST TRY', 'ERROR'];

/** Dead letters as a table, a line each. */
export function deadLetterTable(letters: readonly OfPlugin<DeadLetterSummary>[]): string {
  const rows = letters.map(({ id, state, org, plugin, handler, type, attempts, lastTriedAt, error }) => [
    id,
    state,
    org,
    plugin,
    handler,
    type,
    String(attempts),
    lastTriedAt.toISOString(),
    `${error.message} [${error.code}]`,
  ]);
  return table(head, rows);
}

/** One dead letter as a story: the event, its handler, the failure, and its replays. */
export function deadLetterStory(letter: OfPlugin<DeadLetter>): string {
  const { event, error, replays } = letter;
  return [
    `${letter.id} is ${letter.state}.`,
    `handler   ${letter.handler} of ${letter.plugin}`,
    `org       ${letter.org}`,
    `event     ${letter.type} ${event.id} from ${event.source || 'nobody known'}`,
    `fired     ${event.time} by ${event.actor ?? 'nobody'} in request ${event.requestId}`,
    `tried     ${letter.attempts} times, from ${letter.firstTriedAt.toISOString()} to ${letter.lastTriedAt.toISOString()}`,
    `error     ${error.message} [${error.code}]`,
    ...replays.map(({ at, by, reason }) => `replayed  ${at} by ${by}${reason ? `: ${reason}` : ''}`),
    `data      ${JSON.stringify(event.data, null, 2)}`,
  ].join('\n');
}
