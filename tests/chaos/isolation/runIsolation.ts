import { seeded, type Answer, type Random } from '@nimbusvault/testing';
import { asks, type Ask } from './asks.ts';
import { makeCast, type Actor } from './cast.ts';

const callers = 24;

/** The number of requests and of organizations, and the seed of their order. */
interface IsolationPlan {
  readonly orgs: number;
  /** The requests to plugins other than Bookmarks, and the way in which an organization gets rows in them. */
  readonly more?: {
    readonly asks: readonly Ask[];
    readonly furnish: (actor: Actor) => Promise<Actor>;
    readonly changesOf: (actor: Actor) => Promise<readonly string[]>;
  };
  readonly requests: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
}

/** The outcome. A violation names the request and its effect. */
interface IsolationEnd {
  readonly asked: number;
  /** The number of answers with rows of the caller, by request. */
  readonly own: Readonly<Record<string, number>>;
  /** Errors by their code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

/** Lets organizations request their own objects and each other's, all with the same documents, in the vault on `stateDir`. */
export async function runIsolation(stateDir: string, plan: IsolationPlan): Promise<IsolationEnd> {
  const { more } = plan;
  const cast: Actor[] = [];
  for (const actor of await makeCast(stateDir, plan.orgs))
    cast.push(more ? await more.furnish(actor) : actor);
  const all = [...asks, ...(more?.asks ?? [])];
  const random = seeded(plan.seed);
  const own: Record<string, number> = {};
  const refused: Record<string, number> = {};
  const violations: string[] = [];
  let asked = 0;
  const caller = async () => {
    while (asked < plan.requests) {
      asked += 1;
      if (asked % 5_000 === 0) plan.tell(`${asked} asked, ${violations.length} violations`);
      const { ask, actor, answer, target } = await askOnce(cast, all, random);
      for (const { extensions } of answer.errors ?? []) count(refused, extensions.code);
      violations.push(...foreignIn(answer, actor, cast).map((what) => `${ask.name}: ${actor.slug} ${what}`));
      if (target === actor && JSON.stringify(answer.data ?? {}).includes(actor.slug)) count(own, ask.name);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const changed = await Promise.all(
    cast.map(async (actor) => [...(await changesOf(actor)), ...((await more?.changesOf(actor)) ?? [])]),
  );
  return { asked, own, refused, violations: [...violations, ...changed.flat()] };
}

async function askOnce(cast: readonly Actor[], all: readonly Ask[], random: Random) {
  const actor = pick(cast, random);
  const ask = pick(all, random);
  const target = ask.foreignOnly || random() < 0.5 ? another(cast, actor, random) : actor;
  const answer = await actor.admin.query(ask.query, ask.variables(target.things, actor.slug));
  return { ask, actor, target, answer };
}

/** The traces in an answer of organizations other than the caller's: their slugs, which all their rows have, or their ids. */
function foreignIn({ data }: Answer, actor: Actor, cast: readonly Actor[]): readonly string[] {
  const token: string = data?.powerBIEmbed?.token ?? '';
  const text = JSON.stringify(data ?? {}) + Buffer.from(token, 'base64url').toString();
  return cast
    .filter((other) => other !== actor)
    .filter(({ slug, things: { more, ...own } }) =>
      [slug, ...Object.values(own), ...Object.values(more ?? {})].some((mark) => text.includes(mark)),
    )
    .map(({ slug }) => `saw a row of ${slug}`);
}

const state = `query ($folder: ID!, $spare: ID!) {
  folder(id: $folder) { archivedAt documents { totalCount } }
  document(id: $spare) { version archivedAt }
  sharedBookmarks { totalCount }
}`;

/** The changes that other organizations have made to an organization's rows. */
async function changesOf({ slug, admin, things }: Actor): Promise<readonly string[]> {
  const { data } = await admin.query(state, things);
  const expected = {
    folder: { archivedAt: null, documents: { totalCount: 4 } },
    document: { version: 1, archivedAt: null },
    sharedBookmarks: { totalCount: 1 },
  };
  const now = JSON.stringify(data);
  return now === JSON.stringify(expected) ? [] : [`another organization has changed ${slug}: ${now}`];
}

function another(cast: readonly Actor[], actor: Actor, random: Random): Actor {
  return pick(
    cast.filter((other) => other !== actor),
    random,
  );
}

function pick<Thing>(things: readonly Thing[], random: Random): Thing {
  const thing = things[Math.floor(random() * things.length)];
  if (thing === undefined) throw new RangeError('The list to pick from is empty.');
  return thing;
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
