import { z } from 'zod';
import { parseOrgSlug, VaultError } from '@nimbusvault/sdk/kernel';
import { openDeadLetters, type DeadLetter, type DeadLetterSummary, type Replay } from '@nimbusvault/runtime';
import { inEach, type OfPlugin, type Subgraphs } from './inEach.ts';
import { openRecords, type VaultSite } from './records.ts';

const open = openDeadLetters;
const action = 'dead-letter.replayed';

/** Selects dead letters: those of a plugin, of an org, of both, or all. */
interface DeadLetterScope {
  readonly plugin?: string | undefined;
  readonly org?: string | undefined;
}

/** Returns the unresolved dead letters of the subgraphs, newest first; at most a thousand of each. */
export async function listDeadLetters(
  subgraphs: Subgraphs,
  { plugin, org }: DeadLetterScope,
): Promise<readonly OfPlugin<DeadLetterSummary>[]> {
  const filter = { org: org === undefined ? undefined : parseOrgSlug(org) };
  const lists = await inEach(subgraphs, { plugin, open }, async (letters, name) =>
    (await letters.list(filter)).map((letter) => ({ ...letter, plugin: name })),
  );
  return lists.flat().toSorted((one, other) => other.lastTriedAt.getTime() - one.lastTriedAt.getTime());
}

/** Returns one dead letter with its event and its replays. Throws NOT_FOUND if no subgraph has it. */
export async function showDeadLetter(subgraphs: Subgraphs, id: string): Promise<OfPlugin<DeadLetter>> {
  const known = parseId(id);
  const found = await inEach(subgraphs, { open }, async (letters, plugin) => {
    const letter = await letters.find(known);
    return letter ? [{ ...letter, plugin }] : [];
  });
  const [letter] = found.flat();
  if (letter) return letter;
  throw new VaultError(
    'NOT_FOUND',
    `There is no dead letter ${id}. "nimbus dlq list" shows the existing ones.`,
  );
}

/**
 * Makes a dead letter deliverable again, to its handler alone; its organization's audit log records it first. Throws
 * BAD_USER_INPUT if it is not dead.
 */
export async function replayDeadLetter(site: VaultSite, id: string, replay: Replay): Promise<void> {
  const { subgraphs } = site;
  const { plugin, org } = await showDeadLetter(subgraphs, id);
  const deed = { action, subjectType: 'DeadLetter', subjectId: id, ...replay, details: { plugin } };
  await using records = await openRecords(site);
  await records.keep(org, deed, () =>
    inEach(subgraphs, { plugin, open }, (letters) => letters.replayOne(id, replay)),
  );
}

/**
 * Makes all dead letters of the scope deliverable again and returns their number. It is recorded in each of their
 * organizations before.
 */
export async function replayDeadLetters(
  site: VaultSite,
  { plugin, org: only }: DeadLetterScope,
  replay: Replay,
): Promise<number> {
  const filter = { org: only === undefined ? undefined : parseOrgSlug(only) };
  await using records = await openRecords(site);
  const counts = await inEach(site.subgraphs, { plugin, open }, async (letters, name) => {
    const deed = { action, subjectType: 'Plugin', subjectId: name, ...replay, details: null };
    const replayed = [];
    for (const org of await letters.orgs(filter))
      replayed.push(await records.keep(org, deed, () => letters.replay({ org }, replay)));
    return replayed;
  });
  return counts.flat().reduce((sum, count) => sum + count, 0);
}

function parseId(id: string): string {
  if (z.guid().safeParse(id).success) return id;
  throw new VaultError('BAD_USER_INPUT', `${JSON.stringify(id)} is not the id of a dead letter.`);
}
