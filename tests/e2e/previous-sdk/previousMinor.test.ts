import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProject, type Project } from '../docker-compose/openProject.ts';
import type { RunningService } from '../docker-compose/runService.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let project: Project;
let previous: RunningService;
beforeAll(async () => {
  project = await openProject(root, join(root, 'docker-compose.yml'));
  const finish = (name: string) => project.up(name).done();
  const migrated = project.up('bookmarks-migrate', layPrevious).done();
  await Promise.all([finish('core-migrate').then(() => finish('core-seed')), migrated]);
  previous = project.up('bookmarks', layPrevious);
  await Promise.all([previous, project.up('core'), project.up('gateway')].map((each) => each.healthy()));
});
afterAll(() => project[Symbol.asyncDispose]());

/**
 * The plugin and its packages as they were released: `npm run pack:sdk`, and a Bookmarks that also enqueues a task when an entity is
 * archived. A new minor version replaces them by those of the version before it.
 */
function layPrevious(image: string): void {
  const parts = {
    'sdk/plugin': 'nimbusvault-sdk-0.2.0.tgz',
    'sdk/runtime': 'nimbusvault-runtime-0.2.0.tgz',
    'plugin-subgraphs/Bookmarks': 'Bookmarks-0.2.0.tgz',
  };
  for (const [place, file] of Object.entries(parts)) {
    const folder = join(image, place);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const tarball = fileURLToPath(new URL(`./${file}`, import.meta.url));
    execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', folder]);
  }
}

/** Runs a mutation that must end with this type; returns the selected field of it. */
async function mutate(field: string, [type, selected]: readonly [string, string]): Promise<string> {
  const result = `{ __typename ... on ${type} { selected: ${selected} } }`;
  const { data, errors } = await project.ask(`mutation { ended: ${field} ${result} }`);
  expect({ data, errors }).toMatchObject({ data: { ended: { __typename: type } } });
  return data.ended.selected;
}

const write = () => mutate('createDocument(input: { title: "Plan" })', ['Document', 'id']);
const archive = (id: string) => mutate(`archiveDocument(id: "${id}")`, ['Document', 'id']);
const share = (title: string, entityId: string) => {
  const input = `{ targetUrl: "https://vault.example/entity/${entityId}", title: "${title}" }`;
  return mutate(`shareBookmark(input: ${input})`, ['SharedBookmark', 'title']);
};

async function titles(): Promise<string> {
  const { data } = await project.ask('{ sharedBookmarks { edges { node { title } } } }');
  const edges = data.sharedBookmarks.edges as { readonly node: { readonly title: string } }[];
  return edges.map(({ node }) => node.title).join();
}

test('a plugin on the packages of the previous version serves, handles hooks, runs tasks and takes part', async () => {
  const document = await write();
  await share('Old', document);
  await archive(document);
  await eventually(async () => (await titles()) === 'Archived');
  const leaver = await mutate('createUser(input: { username: "leaver" })', ['User', 'id']);
  const { data } = await project.ask('{ viewer { id } }');
  await mutate(`offboardUser(userId: "${leaver}", transferTo: "${data.viewer.id}")`, ['User', 'id']);
  await eventually(async () => (await titles()) !== 'Archived');
  expect(await titles()).toBe('Archived,Archived');
});

test('its database is migrated under it, and the present version goes on where it ended', async () => {
  const document = await write();
  await project.up('bookmarks-migrate').done();
  await share('Then', document);
  expect(await titles()).toBe('Then,Archived,Archived');
  await previous.stop();
  await archive(document);
  await project.up('bookmarks').healthy();
  await eventually(async () => (await titles()) === 'Archived,Archived');
});
