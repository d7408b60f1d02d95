import { expect, test } from 'vitest';
import { outside } from './outside.ts';

/** The lines of the faults in a client. */
function linesIn(text: string, path = 'clients/drive.ts'): readonly (number | undefined)[] {
  const plugin = { name: 'Tags', folder: '/plugins/Tags', settings: '{}', supergraph: '' };
  return outside.find({ ...plugin, files: [{ path, text }] }).map(({ line }) => line);
}

test.each([
  ['fetch(url)'],
  ['const get = fetch'],
  ['new Drive({ fetch })'],
  ['globalThis.fetch(url)'],
  ["globalThis['fetch'](url)"],
  ['const { fetch: get } = globalThis'],
  ['global.fetch(url)'],
  ['globalThis.globalThis.fetch(url)'],
  ['Reflect.get(globalThis, name)'],
  ['new WebSocket(url)'],
  ['new EventSource(url)'],
  ['function f(fetch: Get) { return fetch(url); }\nfetch(url)', 2],
  ['const first = <Value,>(values: Value[]) => values[0] as Value;\n(fetch as Get)(url)', 2],
])('%s is refused', (text, line = 1) => {
  expect(linesIn(`${text};`)).toEqual([line]);
});

test.each([
  ['vault.http.fetch(url)'],
  ['const { fetch } = vault.http; fetch(url)'],
  ['const load = ({ http: { fetch } }: Vault) => fetch(url)'],
  ["import { fetch } from './own.ts'; fetch(url)"],
  ['class Drive { fetch() { return this.fetch(); } }'],
  ['type Get = typeof fetch; type Also = typeof globalThis.fetch; let socket: WebSocket'],
  ['globalThis.structuredClone(value)'],
  ['function fetch(): void {} fetch()'],
])('%s is allowed', (text) => {
  expect(linesIn(`${text};`)).toEqual([]);
});

test('tests may use what they like', () => {
  expect(linesIn('fetch(url);', 'tests/drive.test.ts')).toEqual([]);
});
