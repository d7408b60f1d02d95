import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, eventually, type TestOrg } from '@nimbusvault/testing';
import { inject } from 'vitest';
import { startAnotherGateway } from '../../support/anotherGateway.ts';
import { mutate } from '../../support/core.ts';
import { makeOrg, sharedVault } from '../../support/sharedVault.ts';

const secret = 'Only for the org that wrote it';

/** The rows of another organization, by their ids. */
export interface Foreign {
  readonly slug: string;
  readonly userId: string;
  readonly documentId: string;
  readonly folderId: string;
  readonly bookmarkId: string;
  readonly cursor: string;
  readonly token: string;
}

/** A gateway of a running vault in production mode, an organization that sends bad inputs, and another organization. */
export interface Scene extends AsyncDisposable {
  readonly gatewayUrl: string;
  readonly slug: string;
  readonly userId: string;
  /** The token of an admin. */
  readonly token: string;
  readonly memberToken: string;
  /** The token of somebody who has left the organization. */
  readonly leaverToken: string;
  readonly foreign: Foreign;
  readonly keys: ReturnType<typeof sharedVault>['keys'];
  readonly subgraphs: ReturnType<typeof sharedVault>['subgraphs'];
  /** The texts that no answer may contain. */
  readonly secrets: readonly string[];
  /** The memory of the gateway after a garbage collection, in bytes. */
  memory(): Promise<number>;
}

/** Makes the organizations in the shared vault, and starts the gateway; it waits one second for a body; the vault's own gateway waits ten. */
export async function openScene(): Promise<Scene> {
  await using opening = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-trust-'));
  opening.defer(() => rmSync(folder, { recursive: true }));
  const { keys, subgraphs, settingsFile, ...vault } = sharedVault();
  const env = {
    NIMBUS_SETTINGS: writeSettings(settingsFile, folder),
    NIMBUS_GATEWAY_STATE: `${folder}/state`,
    NIMBUS_TEST_MEMORY: `${folder}/memory.json`,
    NODE_OPTIONS: `--import=${new URL('../../support/tellMemory.ts', import.meta.url).href}`,
  };
  const gateway = opening.use(await startAnotherGateway({ stateDir: inject('stateDir') }, env));
  const [ours, theirs] = await Promise.all([makeOrg(), makeOrg()]);
  const foreign = await fill(theirs);
  const member = await ours.client(['member']);
  const servers = [vault.databaseUrl, vault.natsUrl, ...Object.values(subgraphs).map(({ url }) => url)];
  const opened = opening.move();
  return {
    gatewayUrl: `${gateway.url}/graphql`,
    slug: ours.slug,
    userId: ours.admin.userId,
    token: ours.admin.token,
    memberToken: member.token,
    leaverToken: await makeLeaver(ours, `${gateway.url}/graphql`),
    foreign,
    keys,
    subgraphs,
    secrets: [secret, foreign.slug, 'vault_core', ...servers.flatMap(partsOf)],
    memory: () => memoryOf(gateway.pid, env.NIMBUS_TEST_MEMORY),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Offboards a new user; resolves once the gateway knows. */
async function makeLeaver(org: TestOrg, gatewayUrl: string): Promise<string> {
  const { id } = await mutate(org.admin, 'createUser', { username: 'grace' });
  const { token } = await org.client(['admin'], id);
  const offboard = `mutation ($id: ID!, $to: ID!) { offboardUser(userId: $id, transferTo: $to) { __typename } }`;
  await org.admin.query(offboard, { id, to: org.admin.userId });
  const headers = { authorization: `Bearer ${token}` };
  await eventually(async () => (await ask(gatewayUrl, headers, { query: '{ __typename }' })).status === 401);
  return token;
}

function writeSettings(from: string, folder: string): string {
  const settings = JSON.parse(readFileSync(from, 'utf8')) as { Base: object };
  const file = join(folder, 'vault-settings.json');
  const limits = { bodyTimeout: 1_000 };
  writeFileSync(file, JSON.stringify({ ...settings, Base: { ...settings.Base, limits } }));
  return file;
}

async function fill({ slug, admin }: TestOrg): Promise<Foreign> {
  const folder = await mutate(admin, 'createFolder', { name: secret });
  const input = { title: secret, body: secret, folderId: folder.id };
  const document = await mutate(admin, 'createDocument', input);
  const { data } = await admin.query(`mutation {
    shareBookmark(input: { targetUrl: "https://vault.example/", title: "${secret}" }) { ... on SharedBookmark { id } }
  }`);
  const page = await admin.query('{ documents { pageInfo { endCursor } } }');
  return {
    slug,
    userId: admin.userId,
    token: admin.token,
    documentId: document.id,
    folderId: folder.id,
    bookmarkId: data.shareBookmark.id,
    cursor: page.data.documents.pageInfo.endCursor,
  };
}

/** A server's address in the form in which it would leak. */
function partsOf(url: string): readonly string[] {
  const { host, port, password } = new URL(url);
  return [host, `:${port}`, password].filter((part) => part.length > 1);
}

/** Counts buffers as well as V8's heap. */
async function memoryOf(pid: number, file: string): Promise<number> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  await eventually(async () => existsSync(file));
  const { heapUsed, external } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.MemoryUsage;
  return heapUsed + external;
}
