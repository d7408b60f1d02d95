import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const versions = z.record(z.string(), z.string());
const packageFile = z.object({
  version: z.string(),
  dependencies: versions,
  devDependencies: versions.default({}),
});

/** The exact versions that plugins are written with: those that these packages use themselves. */
export interface SdkFacts {
  readonly dependencies: Readonly<Record<string, string>>;
  /** What a repository of its own needs beside them. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function sdkFacts(): SdkFacts {
  const { version, dependencies } = read('@nimbusvault/sdk/package.json');
  const { devDependencies } = read('@nimbusvault/cli/package.json');
  return {
    dependencies: {
      ...pick(dependencies, ['@mikro-orm/core']),
      '@nimbusvault/runtime': version,
      '@nimbusvault/sdk': version,
      ...pick(dependencies, ['graphql-tag', 'zod']),
    },
    devDependencies: {
      '@nimbusvault/cli': version,
      '@nimbusvault/testing': version,
      ...pick(devDependencies, ['@types/node', 'typescript', 'vitest']),
    },
  };
}

function read(name: string) {
  return packageFile.parse(JSON.parse(readFileSync(require.resolve(name), 'utf8')));
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? '*']));
}
