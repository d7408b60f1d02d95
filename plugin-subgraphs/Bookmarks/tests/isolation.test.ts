import { isolationFaults, startPlugin } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { Bookmarks } from '../Bookmarks.ts';

test('PostgreSQL isolates organizations in every table', async () => {
  await using plugin = await startPlugin(Bookmarks);
  const urls = { owner: plugin.servers.databaseUrl, runtime: plugin.databaseUrl };
  expect(await isolationFaults(Bookmarks.schemaName, urls)).toEqual([]);
}, 120_000);
