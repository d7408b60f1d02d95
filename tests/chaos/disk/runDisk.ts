import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, makeOrg, type Client } from '@nimbusvault/testing';
import { startStack } from '@nimbusvault/vault';

const writers = 4;
const betweenMs = 50;
const backWithinMs = 90_000;

interface DiskPlan {
  /** The time for which the disk is full. */
  readonly seconds: number;
  readonly tell: (line: string) => void;
}

interface DiskEnd {
  /** The number of documents that a client got an id of. */
  readonly promised: number;
  /** The number of queries that were answered in full while the disk was full. */
  readonly reads: number;
  readonly violations: readonly string[];
}

interface Work {
  readonly client: Client;
  readonly promised: Set<string>;
  readonly archived: Set<string>;
  isOver: boolean;
}

/** Fills the disk under a vault that works, frees it, and looks for what was lost and for what does not work again. */
export async function runDisk(disk: string, { seconds, tell }: DiskPlan): Promise<DiskEnd> {
  const told: string[] = [];
  const onProgress = (line: string) => {
    told.push(line);
    tell(line);
  };
  const stack = await startStack({ stateDir: join(disk, 'state'), onProgress });
  try {
    const { admin: client } = await makeOrg(stack.stateDir);
    const work: Work = { client, promised: new Set(), archived: new Set(), isOver: false };
    const writing = Promise.all(Array.from({ length: writers }, () => write(work)));
    await eventually(async () => work.promised.size >= writers * 2);
    const ballast = fill(disk);
    tell('The disk is full.');
    const { reads, failed } = await readFor(client, seconds * 1_000);
    rmSync(ballast);
    tell(`The disk has space; ${work.promised.size} documents are promised.`);
    const violations = [
      ...(failed > 0 ? [`${failed} queries failed while the disk was full`] : []),
      ...(told.some((line) => line.includes('is full'))
        ? []
        : ['the terminal did not say that the disk is full']),
      ...(await findUnrecovered(work)),
    ];
    work.isOver = true;
    await writing;
    return { promised: work.promised.size, reads, violations: [...violations, ...(await findLost(work))] };
  } finally {
    await stack.stop();
  }
}

const createQuery = `mutation { createDocument(input: { title: "On a small disk" }) { ... on Document { id } } }`;
const shareQuery = `mutation ($url: String!) { shareBookmark(input: { targetUrl: $url, title: "Link" }) { __typename } }`;
const archiveQuery = `mutation ($id: ID!) { archiveDocument(id: $id) { ... on Document { id } } }`;
const documentsQuery = `query ($after: String, $archived: Boolean!) {
  page: documents(first: 100, after: $after, archived: $archived) { edges { node { id } } pageInfo { hasNextPage endCursor } }
}`;
const linksQuery = `query ($after: String) {
  page: sharedBookmarks(first: 100, after: $after) { edges { node { id: targetUrl } } pageInfo { hasNextPage endCursor } }
}`;

/** Makes documents with a link each, and archives them; the link has to go. */
async function write(work: Work): Promise<void> {
  for (; !work.isOver; await pause(betweenMs)) {
    const id = await changed(work, createQuery, {});
    if (id) work.promised.add(id);
    if (!id || !(await changed(work, shareQuery, { url: `https://vault.example/entity/${id}` }))) continue;
    if (await changed(work, archiveQuery, { id })) work.archived.add(id);
  }
}

/** The id or the type that a mutation answered; undefined if it failed. */
async function changed({ client }: Work, query: string, variables: object): Promise<string | undefined> {
  const { data } = await client.query(query, variables).catch(() => ({ data: undefined }));
  const [answer] = Object.values((data ?? {}) as Record<string, { id?: string; __typename?: string } | null>);
  return answer?.id ?? answer?.__typename;
}

/** Leaves no byte free; returns the file that takes the space. */
function fill(disk: string): string {
  const file = join(disk, 'ballast');
  const descriptor = openSync(file, 'w');
  for (const size of [1_000_000, 512]) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size));
    } catch {
      continue; // full for writes of this size
    }
  }
  closeSync(descriptor);
  return file;
}

async function readFor(client: Client, milliseconds: number): Promise<{ reads: number; failed: number }> {
  const until = performance.now() + milliseconds;
  const count = { reads: 0, failed: 0 };
  for (; performance.now() < until; await pause(betweenMs)) {
    const answers = [client.query(documentsQuery, { archived: false }), client.query(linksQuery, {})];
    const isWhole = await Promise.all(answers).then(
      (all) => all.every(({ errors }) => !errors),
      () => false,
    );
    count[isWhole ? 'reads' : 'failed'] += 1;
  }
  return count;
}

/** Mutations succeed again, and the links of all archived documents go. */
async function findUnrecovered(work: Work): Promise<readonly string[]> {
  const before = work.archived.size;
  const writes = eventually(async () => work.archived.size > before, backWithinMs).then(
    () => [],
    () => ['mutations do not succeed again'],
  );
  const mayStay = async () =>
    (await everything(work.client, linksQuery, {})).filter((url) => work.archived.has(url.slice(-36)));
  const violations = await writes;
  work.isOver = true;
  const hooks = eventually(async () => (await mayStay()).length === 0, backWithinMs).then(
    () => [],
    async () => [`${(await mayStay()).length} links of archived documents stay: hooks are not delivered`],
  );
  return [...violations, ...(await hooks)];
}

async function findLost({ client, promised }: Work): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const archived of [true, false])
    for (const id of await everything(client, documentsQuery, { archived })) found.add(id);
  return [...promised].filter((id) => !found.has(id)).map((id) => `document ${id} was promised, and is gone`);
}

/** The ids of all pages of a list. */
async function everything(client: Client, query: string, variables: object): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { data } = await client.query(query, { ...variables, after });
    const { edges, pageInfo } = data.page;
    ids.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}
