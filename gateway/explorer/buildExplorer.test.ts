import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildExplorer } from './buildExplorer.ts';

test(
  'two simultaneous builds leave one complete explorer, which the next build finds up to date',
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'explorer-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const dist = join(folder, 'dist');

    await Promise.all([buildExplorer(dist), buildExplorer(dist)]);

    expect(await readdir(folder)).toEqual(['dist']);
    expect(await readFile(join(dist, 'index.html'), 'utf8')).toContain('<title>NimbusVault</title>');
    expect(await buildExplorer(dist)).toBe(false);
  },
);
