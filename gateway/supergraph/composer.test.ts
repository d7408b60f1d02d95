import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bookmarksSdl, coreSdl } from '../tests/library.ts';
import { openComposer } from './composer.ts';
import { openLastComposition } from './lastComposition.ts';

const subgraphs = [
  { name: 'Core', url: 'http://core.test', sdl: coreSdl },
  { name: 'Bookmarks', url: 'http://bookmarks.test', sdl: bookmarksSdl },
];
const clashing = { name: 'Thief', url: 'http://thief.test', sdl: 'type User { id: Int! }' };

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-composed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const none = () => {};
const log = { debug: none, info: none, warn: none, error: none };
const lastIn = (file: string | undefined, vault = 'ours') => openLastComposition(file, { vault, log });
const openSharing = (shared: ReturnType<typeof shelf>) => openComposer(lastIn(undefined), () => shared);

/** The supergraphs that gateways share, and the functions that find and store them. */
function shelf(kept = new Map<string, string>()) {
  const seen: string[] = [];
  return {
    kept,
    seen,
    async find(key: string) {
      seen.push('looked');
      return kept.get(key);
    },
    async keep(key: string, sdl: string) {
      seen.push('kept');
      kept.set(key, sdl);
    },
  };
}

test('a composed supergraph is stored for the other gateways, and theirs are reused', async () => {
  const shared = shelf();
  const [one, other] = [openSharing(shared), openSharing(shared)];
  const composed = await one.compose({ subgraphs, serving: [] });
  expect(composed.supergraphSdl).toContain('join__Graph');
  expect(shared.seen.filter((what) => what === 'kept')).toHaveLength(1);
  const taken = await other.compose({ subgraphs, serving: subgraphs });
  expect(taken).toEqual(composed);
  expect(shared.seen.filter((what) => what === 'kept')).toHaveLength(1);
  one.close();
  other.close();
});

test("another gateway's result is used, and the next job does not wait for the abandoned one", async () => {
  const shared = shelf();
  const composer = openSharing(shared);
  const composing = composer.compose({ subgraphs, serving: [] });
  shared.find = async () => 'from another gateway';
  expect((await composing).supergraphSdl).toBe('from another gateway');
  shared.find = async () => undefined as unknown as string;
  const next = await composer.compose({ subgraphs: subgraphs.slice(0, 1), serving: [] });
  expect(next.supergraphSdl).toContain('join__Graph');
  composer.close();
});

test('each gateway finds refusals itself', async () => {
  const shared = shelf();
  const composer = openSharing(shared);
  const { refusals } = await composer.compose({ subgraphs: [...subgraphs, clashing], serving: subgraphs });
  expect(refusals.map(({ name }) => name)).toEqual(['Thief']);
  expect(shared.kept.size).toBe(0);
  composer.close();
});

test('a start with the subgraphs of the last composition takes it from the disk, and any other composes', async () => {
  const file = join(folder, 'gateway.json.supergraph');
  const before = openComposer(lastIn(file));
  const { supergraphSdl } = await before.compose({ subgraphs, serving: [] });
  before.close();
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(JSON.stringify(supergraphSdl), '"from the disk"'));
  const startWith = async (wanted: typeof subgraphs, vault?: string) => {
    const composer = openComposer(lastIn(file, vault));
    const composition = await composer.composeFirst({ subgraphs: wanted, serving: [] });
    composer.close();
    return composition.supergraphSdl;
  };
  expect(await startWith(subgraphs)).toBe('from the disk');
  expect(await startWith(subgraphs, 'theirs')).toBe(supergraphSdl);
  writeFileSync(file, text.slice(0, -9));
  expect(await startWith(subgraphs)).toBe(supergraphSdl);
  writeFileSync(file, text.replace(JSON.stringify(supergraphSdl), '"from the disk"'));
  const changed = subgraphs.map((each) => ({ ...each, sdl: `${each.sdl}\n` }));
  expect(await startWith(changed)).toContain('join__Graph');
  expect(await startWith(changed)).toContain('join__Graph');
  expect(await startWith(subgraphs)).toBe(supergraphSdl);
});
