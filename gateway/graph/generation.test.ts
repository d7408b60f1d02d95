import { defaultLimits } from '@nimbusvault/sdk/kernel';
import { composeSupergraph } from '@nimbusvault/graph';
import { parse, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { bookmarksSdl, coreSdl } from '../tests/library.ts';
import { openGeneration } from './generation.ts';
import type { KnownOperation } from './preparation.ts';
import { forwardingPolicy } from '../subgraphs/subgraphPolicy.ts';

const url = 'http://nowhere.test/';
const core = { name: 'Core', sdl: coreSdl, url };
const bookmarks = { name: 'Bookmarks', sdl: bookmarksSdl, url };

const ask = () => Promise.resolve({ data: {}, errors: [] });

function open(...subgraphs: readonly (typeof core)[]) {
  const { supergraphSdl = '' } = composeSupergraph(subgraphs, []);
  return openGeneration({ supergraphSdl, resolvesNodes: false, limits: defaultLimits }, (name) => ({
    name,
    policy: forwardingPolicy,
    ask,
    release() {},
  }));
}

function known(source: string): KnownOperation {
  const document = parse(source);
  const [operation] = document.definitions as OperationDefinitionNode[];
  if (!operation) throw new Error(source);
  return { source, document, operation, operationName: null, values: {} };
}

test('a new generation has compiled the operations of the old one that still fit', async () => {
  const old = await open(core, bookmarks);
  const [stays, goes] = ['{ viewer { username } }', '{ viewer { shared } bookmarks }'];
  await old.warm([stays, goes].map(known));
  expect(old.lately().map(({ source }) => source)).toEqual([goes, stays]);
  const next = await open(core);
  expect(next.recall(stays, null)).toBeUndefined();
  await next.warm(old.lately());
  expect(next.recall(stays, null)).toBeDefined();
  expect(next.recall(goes, null)).toBeUndefined();
});

test('an operation that cannot be checked does not stop a new generation from compiling the others', async () => {
  const next = await open(core);
  const [broken, stays] = [{ ...known('{ viewer { id } }'), source: '{' }, known('{ viewer { username } }')];
  await next.warm([broken, stays]);
  expect(next.recall(stays.source, null)).toBeDefined();
});
