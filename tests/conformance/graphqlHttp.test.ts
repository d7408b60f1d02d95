import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSupergraph } from '@nimbusvault/graph';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coreSdl, startCore } from '../../gateway/tests/library.ts';
import { startAlone, type AloneProcess } from '../../gateway/tests/startAlone.ts';
import type { TestSubgraph } from '../../gateway/tests/startSubgraph.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbus-audits-'));
const audits = serverAudits({ url: () => alone.url });

let core: TestSubgraph;
let alone: AloneProcess;

beforeAll(async () => {
  core = await startCore();
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, composeSupergraph([{ name: 'Core', url: core.url, sdl: coreSdl }]).supergraphSdl ?? '');
  alone = await startAlone('--supergraph', file, '--insecure');
});

afterAll(async () => {
  await Promise.all([alone.stop(), core.stop()]);
  rmSync(folder, { recursive: true });
});

test('all audits of GraphQL over HTTP run', () => {
  expect(audits).toHaveLength(61);
});

test.each(audits)('$name', async ({ fn }) => {
  expect(await fn()).toMatchObject({ status: 'ok' });
});
