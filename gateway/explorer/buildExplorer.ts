import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const sources = import.meta.dirname;
const pinnedVersions = join(sources, '../package.json');
const stampFile = 'stamp.txt';

/** Bundles the explorer into `dist` unless `dist` was built from the current sources; resolves to whether it built. */
export async function buildExplorer(dist = join(sources, 'dist')): Promise<boolean> {
  const stamp = await stampOfSources();
  if ((await stampOf(dist)) === stamp) return false;
  const workshop = await mkdtemp(`${dist}-`);
  const tidyUp = () => rmSync(workshop, { recursive: true, force: true });
  process.once('exit', tidyUp);
  try {
    await buildIn(workshop, dist, stamp);
    return true;
  } finally {
    tidyUp();
    process.off('exit', tidyUp);
  }
}

async function buildIn(workshop: string, dist: string, stamp: string): Promise<void> {
  const built = join(workshop, 'built');
  await bundle(built);
  await writeFile(join(built, stampFile), stamp);
  await publish(built, dist, join(workshop, 'replaced'));
}

async function stampOfSources(): Promise<string> {
  const entries = await readdir(sources, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(sources, entry.name));
  const hash = createHash('sha256');
  for (const file of [pinnedVersions, ...files.toSorted()])
    hash.update(basename(file)).update(await readFile(file));
  return hash.digest('hex');
}

async function stampOf(dist: string): Promise<string | undefined> {
  return readFile(join(dist, stampFile), 'utf8').catch(unless('ENOENT'));
}

async function bundle(folder: string): Promise<void> {
  const { build } = await import('vite'); // takes 300 ms to load, and is seldom needed
  await build({
    root: sources,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, reportCompressedSize: false },
  });
}

/** Both renames tolerate another build that finishes at the same moment: both results are the same. */
async function publish(built: string, dist: string, replaced: string): Promise<void> {
  await rename(dist, replaced).catch(unless('ENOENT'));
  await rename(built, dist).catch(unless('ENOTEMPTY', 'EEXIST'));
}

function unless(...expected: string[]) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (!expected.includes(error.code ?? '')) throw error;
  };
}
