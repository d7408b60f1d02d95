import { readFileSync } from 'node:fs';
import { z } from 'zod';

const versions = z.record(z.string(), z.string());
const sdkPackage = z.object({ version: z.string(), dependencies: versions, devDependencies: versions });
const file = new URL('../../package.json', import.meta.url);

/** The exact versions that plugins are written with: those of this SDK. */
export interface SdkFacts {
  readonly dependencies: Readonly<Record<string, string>>;
  /** What a repository of its own needs beside them. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function sdkFacts(): SdkFacts {
  const { version, dependencies, devDependencies } = sdkPackage.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    dependencies: {
      ...pick(dependencies, ['@mikro-orm/core']),
      '@nimbusvault/sdk': version,
      ...pick(dependencies, ['graphql-tag', 'zod']),
    },
    devDependencies: pick(devDependencies, ['@types/node', 'typescript', 'vitest']),
  };
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? '*']));
}
