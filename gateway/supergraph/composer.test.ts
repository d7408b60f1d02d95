import { expect, test } from 'vitest';
import { bookmarksSdl, coreSdl } from '../tests/library.ts';
import { openComposer } from './composer.ts';

const subgraphs = [
  { name: 'Core', url: 'http://core.test', sdl: coreSdl },
  { name: 'Bookmarks', url: 'http://bookmarks.test', sdl: bookmarksSdl },
];
const clashing = { name: 'Thief', url: 'http://thief.test', sdl: 'type User { id: Int! }' };

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
  const [one, other] = [openComposer(shared), openComposer(shared)];
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
  const composer = openComposer(shared);
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
  const composer = openComposer(shared);
  const { refusals } = await composer.compose({ subgraphs: [...subgraphs, clashing], serving: subgraphs });
  expect(refusals.map(({ name }) => name)).toEqual(['Thief']);
  expect(shared.kept.size).toBe(0);
  composer.close();
});
