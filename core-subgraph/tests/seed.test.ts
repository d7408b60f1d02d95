import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documents } from '../bll/documents/service.ts';
import { organizations } from '../bll/organizations/service.ts';
import { identifyUser } from '../bll/users/queries.ts';
import { Core } from '../Core.ts';

const seeded = (tail: string) => `00000000-0000-4000-8000-00000000${tail}`;
const howWeWork = seeded('ad01');

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Core);
});
afterAll(() => plugin[Symbol.asyncDispose]());

async function sow(): Promise<void> {
  for (const [org, seed] of Object.entries(Core.seed)) await plugin.opened.transaction(org, seed);
}

test('a seed may run twice: rows that people changed or deleted stay so', async () => {
  await sow();
  await documents.update(howWeWork, { title: 'How we work now' }, plugin.opened.vaultFor('acme'));
  await documents.delete(seeded('ad04'), plugin.opened.vaultFor('acme'));
  await sow();
  const acme = plugin.opened.vaultFor('acme');
  expect(await documents.get(howWeWork, acme)).toMatchObject({ title: 'How we work now', version: 2 });
  expect(await (await documents.filter({}, acme)).totalCount()).toBe(3);
  expect(await (await organizations.filter({}, acme)).totalCount()).toBe(1);
});

test('tokens can be issued to seeded users', async () => {
  const acme = plugin.opened.vaultFor('acme');
  expect(await identifyUser('ada', acme)).toEqual({ id: seeded('00a1'), roles: ['admin'] });
  expect(await identifyUser('grace', acme)).toEqual({ id: seeded('00a2'), roles: ['member'] });
  expect(await identifyUser('hal', acme)).toBeNull();
  expect(await identifyUser('hal', plugin.opened.vaultFor('globex'))).toEqual({
    id: seeded('00b1'),
    roles: ['admin'],
  });
});
