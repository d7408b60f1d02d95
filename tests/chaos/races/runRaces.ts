import { setTimeout as pause } from 'node:timers/promises';
import { eventually, seeded, type Client, type Random } from '@nimbusvault/testing';
import { makeCast, type Cast } from './cast.ts';
import { draw, type Expected } from './moves.ts';

const movesEach = 14;
const longestPauseMs = 60;
const atOnce = 4;
const settledWithinMs = 60_000;
const unfinishedQuery = `{
  running: sagas(status: RUNNING) { sagas { id } }
  undone: sagas(status: COMPENSATING) { sagas { id } }
  stuck: sagas(status: STUCK) { sagas { id } }
}`;

/** The number of interleavings, and the seed of their moves. */
interface RacesPlan {
  readonly interleavings: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
}

/** The outcome. A violation names the seed of its interleaving. */
interface RacesEnd {
  /** The number of answers, by move and kind. */
  readonly answers: Readonly<Record<string, number>>;
  /** The number of users who have left. */
  readonly left: number;
  readonly violations: readonly string[];
}

/** Lets the people of an organization leave, give and make things at the same moment, in the vault on `stateDir`, many times. */
export async function runRaces(
  stateDir: string,
  { interleavings, seed, tell }: RacesPlan,
): Promise<RacesEnd> {
  const answers: Record<string, number> = {};
  const violations: string[] = [];
  let [begun, left] = [0, 0];
  const worker = async () => {
    while (begun < interleavings) {
      const own = seed + (begun += 1);
      if (begun % 100 === 0)
        tell(`${begun} interleavings, ${left} users have left, ${violations.length} violations`);
      const end = await interleave(await makeCast(stateDir), seeded(own), answers);
      left += end.left;
      violations.push(...end.violations.map((violation) => `seed ${own}: ${violation}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { answers, left, violations };
}

async function interleave(cast: Cast, random: Random, answers: Record<string, number>) {
  const expected: Expected = {
    documents: new Set(cast.people.map(({ document }) => document)),
    links: new Set(),
  };
  const moves = Array.from({ length: movesEach }, async () => {
    const { name, move } = draw(random);
    await pause(random() * longestPauseMs);
    const key = `${name}: ${await move(cast, random, expected)}`;
    answers[key] = (answers[key] ?? 0) + 1;
  });
  await Promise.all(moves);
  await eventually(async () => (await unfinished(cast.observer)) === 0, settledWithinMs);
  return judge(cast.observer, expected);
}

async function unfinished(observer: Client): Promise<number> {
  const { data } = await observer.query(unfinishedQuery);
  const lists = Object.values(data as Record<string, { sagas: readonly unknown[] }>);
  return lists.reduce((sum, { sagas }) => sum + sagas.length, 0);
}

interface Row {
  readonly id: string;
  readonly owner: { readonly id: string } | null;
}

const everything = `{
  users(first: 100) { edges { node { id username role offboardedAt } } }
  documents(first: 100) { edges { node { id owner { id } } } }
  archived: documents(archived: true, first: 100) { edges { node { id owner { id } } } }
  links: sharedBookmarks(first: 100) { edges { node { id owner: sharedBy { id } } } }
}`;

/** Finds the rows that were left behind, those that are gone, and an organization without an admin. */
async function judge(observer: Client, expected: Expected) {
  const { data } = await observer.query(everything);
  const users = nodesOf<{ id: string; username: string; role: string; offboardedAt: string | null }>(
    data.users,
  );
  const documents = [...nodesOf<Row>(data.documents), ...nodesOf<Row>(data.archived)];
  const links = nodesOf<Row>(data.links);
  const leavers = users.filter(({ offboardedAt }) => offboardedAt);
  const leftBehind = leavers.flatMap(({ id, username }) =>
    [...documents, ...links]
      .filter(({ owner }) => owner?.id === id)
      .map((row) => `${username} has left, and owns ${row.id}`),
  );
  const lost = [...missing(expected.documents, documents), ...missing(expected.links, links)];
  const isAdmin = ({ role, offboardedAt }: (typeof users)[number]) => role === 'ADMIN' && !offboardedAt;
  const orphaned = users.some(isAdmin) ? [] : ['the organization has no admin'];
  return { left: leavers.length, violations: [...leftBehind, ...lost, ...orphaned] };
}

function missing(expected: ReadonlySet<string>, rows: readonly Row[]): readonly string[] {
  const ids = new Set(rows.map(({ id }) => id));
  return [...expected].filter((id) => !ids.has(id)).map((id) => `${id} was promised, and is gone`);
}

function nodesOf<Node>({ edges }: { edges: readonly { node: Node }[] }): readonly Node[] {
  return edges.map(({ node }) => node);
}
