import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@nimbusvault/testing';
import type { Member, Written } from './members.ts';
import type { Stage } from './stage.ts';

const files = ['Budget.txt', 'Launch 9.md', 'Range.pdf', 'Valve test.docx'];
const lookEveryMs = 3_000;
/** A card that was sent by a process that died before it could note that. */
const unnotedMs = 5_000;

const documentsQuery = `query ($after: String, $archived: Boolean!) {
  page: documents(first: 25, after: $after, archived: $archived) {
    edges { node { id title summary source { path } activity(first: 50) { edges { node { kind } } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const linksQuery = `query ($after: String) {
  page: sharedBookmarks(first: 100, after: $after) { edges { node { targetUrl } } pageInfo { hasNextPage endCursor } }
}`;
const sitesQuery =
  '{ sharePointSites { edges { node { import { state error } problems { path message } } } } }';

interface Found {
  readonly id: string;
  readonly title: string;
  readonly summary: string | null;
  readonly source: { readonly path: string } | null;
  readonly activity: { readonly edges: readonly { readonly node: { readonly kind: string } }[] } | null;
}

interface Patience {
  readonly patienceMs: number;
  readonly tell: (line: string) => void;
}

/** Waits until everything has happened once, replays dead letters meanwhile, and returns what is missing or too much after this time. */
export async function examine(stage: Stage, members: readonly Member[], { patienceMs, tell }: Patience) {
  const deadline = Date.now() + patienceMs;
  let replayed = 0;
  for (;;) {
    const dead = await lettersOf(stage);
    for (const { id } of dead) replayed += (await stage.nimbus('dlq', 'replay', id)).code === 0 ? 1 : 0;
    const cards = cardsOf(stage);
    const lists = [];
    for (const member of members) lists.push(await examineMember(member, cards).catch(failed(member)));
    const violations = [...lists.flat(), ...twice(stage)];
    tell(
      `${violations.length} things are not as they should be, ${dead.length} letters are dead: ${violations[0] ?? ''}`,
    );
    const isOver = Date.now() > deadline;
    if ((violations.length === 0 && dead.length === 0) || isOver)
      return {
        replayed,
        violations: [...violations, ...dead.map(({ handler }) => `a dead letter of ${handler}`)],
      };
    await pause(lookEveryMs);
  }
}

const failed = (member: Member) => (error: Error) => [
  `${member.slug} could not be examined: ${error.message}`,
];

async function lettersOf(stage: Stage) {
  const { stdout } = await stage.nimbus('dlq', 'list', '--json');
  return JSON.parse(stdout || '[]') as readonly { readonly id: string; readonly handler: string }[];
}

/** The times at which each card was accepted, by workflow, title and address. */
function cardsOf({ proxies }: Stage): ReadonlyMap<string, readonly number[]> {
  const cards = new Map<string, readonly number[]>();
  for (const { path, body, at } of proxies.Teams.accepted) {
    const [, , slug] = path.split('/');
    const card = JSON.parse(body).attachments[0].content;
    const [, event] = /^Document (\w+)/.exec(card.body[0].text) ?? [];
    if (!event) continue;
    const key = `${slug} ${event} ${card.actions[0].url.slice(-36)}`;
    cards.set(key, [...(cards.get(key) ?? []), at]);
  }
  return cards;
}

/** Cards that were sent again although no process had died before it could note that it had sent them. */
function twice(stage: Stage): readonly string[] {
  return [...cardsOf(stage)].flatMap(([card, times]) =>
    times
      .slice(0, -1)
      .filter((at) => !stage.wasKilled('Teams', at, at + unnotedMs))
      .map(() => `the card ${card} came ${times.length} times`),
  );
}

async function examineMember(
  member: Member,
  cards: ReadonlyMap<string, unknown>,
): Promise<readonly string[]> {
  const { slug, admin, documents, site } = member;
  const found = [
    ...(await everything<Found>(admin, documentsQuery, { archived: false })),
    ...(await everything<Found>(admin, documentsQuery, { archived: true })),
  ];
  const links = await everything<{ targetUrl: string }>(admin, linksQuery, {});
  const linked = new Set(links.map(({ targetUrl }) => targetUrl.slice(-36)));
  const byId = new Map(found.map((each) => [each.id, each]));
  const written = documents.flatMap((document) =>
    [
      ...examineDocument(document, byId.get(document.id)),
      ...(document.isArchived && linked.has(document.id) ? ['its bookmark is still there'] : []),
      ...['created', ...(document.isArchived ? ['archived'] : [])]
        .filter((event) => !cards.has(`${slug} ${event} ${document.id}`))
        .map((event) => `no card "${event}"`),
    ].map((what) => `${slug}, document ${document.id}: ${what}`),
  );
  const imported = site === undefined ? [] : await examineSite(member, found);
  const lost = found
    .filter(({ id }) => !cards.has(`${slug} created ${id}`))
    .map(({ title }) => `${slug}: no card that ${title} was created`);
  const foreign = found.filter(
    ({ id, source }) => !source && !documents.some((document) => document.id === id),
  );
  return [
    ...written,
    ...imported,
    ...lost,
    ...foreign.map(({ title }) => `${slug}: ${title} was made by nobody`),
  ];
}

function examineDocument(
  { body, updates, isArchived }: Written,
  found: Found | undefined,
): readonly string[] {
  if (!found) return ['it is gone'];
  const kinds = found.activity?.edges.map(({ node }) => node.kind) ?? [];
  const wanted = { 'entity.created': 1, 'entity.updated': updates, 'entity.archived': isArchived ? 1 : 0 };
  const summary = isArchived ? null : `In short: ${body.slice(0, 40)}`;
  return [
    ...Object.entries(wanted)
      .map(([kind, times]) => ({ kind, times, is: kinds.filter((each) => each === kind).length }))
      .filter(({ times, is }) => times !== is)
      .map(({ kind, times, is }) => `${is} entries ${kind} in place of ${times}`),
    ...(found.summary === summary ? [] : [`its summary is ${found.summary}`]),
  ];
}

async function examineSite({ slug, admin }: Member, found: readonly Found[]): Promise<readonly string[]> {
  const { data } = await admin.query(sitesQuery);
  const { import: latest, problems } = data.sharePointSites.edges[0].node;
  const imported = found.filter(({ source }) => source);
  const titles = imported.map(({ title }) => title).toSorted();
  const created = imported.filter(
    ({ activity }) => activity?.edges.filter(({ node }) => node.kind === 'entity.created').length !== 1,
  );
  return [
    ...(titles.join() === files.join() ? [] : [`its files are ${titles.join(', ') || 'none'}`]),
    ...(latest?.state === 'DONE' ? [] : [`its import is ${latest?.state}: ${latest?.error}`]),
    ...problems.map((problem: object) => `a file has a problem: ${JSON.stringify(problem)}`),
    ...created.map(({ title }) => `${title} has not one entry that it was created`),
    ...imported.filter(({ summary }) => summary === null).map(({ title }) => `${title} has no summary`),
  ].map((what) => `${slug}, its site: ${what}`);
}

/** The rows of all pages of a list. */
async function everything<Row>(client: Client, query: string, variables: object): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const { data, errors } = await client.query(query, { ...variables, after });
    if (errors) throw new Error(errors[0]?.message);
    rows.push(...data.page.edges.map(({ node }: { node: Row }) => node));
    if (!data.page.pageInfo.hasNextPage) return rows;
    after = data.page.pageInfo.endCursor;
  }
}
