import { parse, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { createOperationLog, shapeOf } from './operationLog.ts';
import type { ValidOperation } from './preparation.ts';

function valid(source: string, operationName: string | null = null): ValidOperation {
  const document = parse(source);
  const [operation] = document.definitions as OperationDefinitionNode[];
  if (!operation) throw new Error(source);
  return { source, operationName, document, operation };
}

test('an operation is counted once for all callers, and reported once', () => {
  const log = createOperationLog();
  const [often, once] = [valid('query Often { viewer { id } }', 'Often'), valid('{ viewer { username } }')];
  log.note(once);
  for (let count = 0; count < 3; count += 1) log.note(often);
  expect(log.take()).toMatchObject([
    { name: 'Often', count: 3 },
    { name: null, count: 1 },
  ]);
  expect(log.take()).toEqual([]);
});

test('names and fields are stored, and values are not', () => {
  const secret = 'hunter2';
  const shape = shapeOf(`query Find($first: Int = 42) { # ${secret}
    user(id: "${secret}", filter: { name: """${secret}""", age: 42, ratio: 4.2, ids: ["${secret}"] }) { ...f @include(if: true) }
  } fragment f on User { alias: name }`);
  expect(shape).not.toMatch(/hunter2|42|4\.2/);
  expect(shape).toContain('query Find($first: Int = 0)');
  for (const part of ['id: ""', 'name: ""', 'age: 0', 'ratio: 0', 'ids: [""]']) expect(shape).toContain(part);
  expect(shape).toContain('alias: name');
});

test('the number of stored operations is bounded', () => {
  const log = createOperationLog();
  for (let index = 0; index < 6_000; index += 1) log.note(valid(`{ a${index} }`));
  expect(log.take()).toHaveLength(500);
});
