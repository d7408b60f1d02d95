import { expect, test } from 'vitest';
import { emptyRegistry, instancesOf, noteEntry } from './registry.ts';

const hash = '0'.repeat(32);
const instanceOf = (plugin: string) => ({ plugin, id: '1', url: 'http://10.0.0.1:1', hash, since: 1 });

test('an instance of core that a plugin announces under its own key is passed over', () => {
  const registry = emptyRegistry();
  const announced = { key: 'instance.Labels.1', revision: 1, value: instanceOf('Core') };
  expect(noteEntry(registry, announced)).toBe('none');
  expect(instancesOf(registry, 'Core')).toEqual([]);
  expect(noteEntry(registry, { ...announced, value: instanceOf('Labels') })).toBe('changed');
  expect(instancesOf(registry, 'Labels')).toHaveLength(1);
});

test('a release of another plugin, a gateway of another id and a second catalogue are passed over', () => {
  const texts = { sdl: '', version: '1.0.0', sdk: '0.3.0' };
  const lists = { fires: [], hears: [], answers: [], takesPart: [] };
  const release = { plugin: 'Core', hash, ...texts, ...lists, settings: {} };
  const gateway = { id: 'a', catalogue: 0, serving: {}, refused: [], traffic: {} };
  for (const [key, value] of Object.entries({
    [`release.Labels.${hash}`]: release,
    'gateway.b': gateway,
    'catalogue.Labels': { published: {} },
  }))
    expect(noteEntry(emptyRegistry(), { key, revision: 1, value })).toBe('none');
});
