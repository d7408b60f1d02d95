import { isolationFaults, startPlugin } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { LLM } from '../LLM.ts';

test('PostgreSQL isolates organizations in every table', async () => {
  await using plugin = await startPlugin(LLM);
  const urls = { owner: plugin.servers.databaseUrl, runtime: plugin.databaseUrl };
  expect(await isolationFaults(LLM.schemaName, urls)).toEqual([]);
}, 120_000);
