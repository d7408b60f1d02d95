import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const versions = z.record(z.string(), z.string());
const packageFile = z.object({
  version: z.string(),
  dependencies: versions,
  devDependencies: versions.default({}),
});
const needed = ['runtime', 'sdk'];
const neededToDevelop = ['cli', 'testing'];
/** The packages that the development packages need: npm finds them in a folder only if they are listed, too. */
const below = ['graph', 'vault'];

type Versions = Readonly<Record<string, string>>;

/** The exact versions of a plugin's dependencies: the ones that these packages use themselves. */
interface SdkFacts {
  readonly dependencies: Versions;
  /** The packages that a separate repository needs in addition. */
  readonly devDependencies: Versions;
}

/** `packages`: a folder with the packages of `npm run pack:sdk`; npm's registry by default. Throws BAD_USER_INPUT if one is missing. */
export function sdkFacts(packages?: string): SdkFacts {
  const { version, dependencies } = read('@nimbusvault/sdk/package.json');
  const { devDependencies } = read('@nimbusvault/cli/package.json');
  const ours = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [`@nimbusvault/${name}`, placeOf(name, version, packages)]));
  return {
    dependencies: {
      ...pick(dependencies, ['@mikro-orm/core']),
      ...ours(needed),
      ...pick(dependencies, ['graphql-tag', 'zod']),
    },
    devDependencies: {
      ...ours(packages ? [...neededToDevelop, ...below].toSorted() : neededToDevelop),
      ...pick(devDependencies, ['@types/node', 'typescript', 'vitest']),
    },
  };
}

function placeOf(name: string, version: string, packages: string | undefined): string {
  if (packages === undefined) return version;
  const file = join(resolve(packages), `nimbusvault-${name}-${version}.tgz`);
  if (existsSync(file)) return `file:${file}`;
  throw new VaultError(
    'BAD_USER_INPUT',
    `${file} does not exist. Create it with "npm run pack:sdk" in the vault's repository.`,
  );
}

function read(name: string) {
  return packageFile.parse(JSON.parse(readFileSync(require.resolve(name), 'utf8')));
}

function pick(from: Versions, names: readonly string[]): Versions {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? '*']));
}
