import { coreWorkflows } from '@nimbusvault/sdk/kernel';
import { expect, test } from 'vitest';
import { Core } from '../Core.ts';

test('the broker lets core alone publish messages about its workflows', () => {
  const names = [...Core.workflows.values()].map(({ name }) => name);
  expect(coreWorkflows.toSorted()).toEqual(names.toSorted());
});
