import { expect, test } from 'vitest';
import { bookmarksSdl, coreSdl } from '../tests/library.ts';
import { openComposer } from './composer.ts';

const subgraphs = [
  { name: 'Core', url: 'http://core.test', sdl: coreSdl },
  { name: 'Bookmarks', url: 'http://bookmarks.test', sdl: bookmarksSdl },
];
const clashing = { name: 'Thief', url: 'http://thief.test', sdl: 'type User { id: Int! }' };

/** The supergraphs that gateways share, here, and the functions that look and store. */
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

test('what composes is kept for the other gateways, and taken from them', async () => {
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

test('what another gateway has composed meanwhile is taken, and the next job does not wait for the rest', async () => {
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

test('what is refused is found out by each gateway itself', async () => {
  const shared = shelf();
  const composer = openComposer(shared);
  const { refusals } = await composer.compose({ subgraphs: [...subgraphs, clashing], serving: subgraphs });
  expect(refusals.map(({ name }) => name)).toEqual(['Thief']);
  expect(shared.kept.size).toBe(0);
  composer.close();
});
