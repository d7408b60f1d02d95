import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const passedOver = ['tests', 'node_modules', '.nimbus', 'schema.types.ts'];

/** The time at which each TypeScript file of a plugin was last written, by its path, without its tests and what is generated. */
export type Sources = ReadonlyMap<string, number>;

/** Reads a plugin's folder; empty if it does not exist. */
export function lookAt(folder: string): Sources {
  const sources = new Map<string, number>();
  for (const path of list(folder)) {
    const written = writtenAt(join(folder, path));
    if (written !== undefined) sources.set(path, written);
  }
  return sources;
}

/** The paths that are new, deleted or written since. */
export function changesOf(before: Sources, now: Sources): readonly string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => before.get(path) !== now.get(path));
}

/** True for a file of the server that stands for a plugin's outside system. */
export function isOfStandIn(path: string): boolean {
  return path.split(sep)[0] === 'standIn';
}

function list(folder: string): readonly string[] {
  try {
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return paths.filter(
      (path) => path.endsWith('.ts') && !passedOver.some((name) => path.split(sep).includes(name)),
    );
  } catch {
    return [];
  }
}

function writtenAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
