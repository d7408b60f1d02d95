import { coreWorkflows } from '@nimbusvault/sdk/kernel';
import { expect, test } from 'vitest';
import { Core } from '../Core.ts';

test('the broker keeps what is said of each workflow of core for core', () => {
  const names = [...Core.workflows.values()].map(({ name }) => name);
  expect(coreWorkflows.toSorted()).toEqual(names.toSorted());
});
