import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const passedOver = ['tests', 'node_modules', '.nimbus'];

/** When each TypeScript file of a plugin was last written, by its path; its tests do not count. */
export type Sources = ReadonlyMap<string, number>;

/** Looks at a plugin's folder; empty if there is none. */
export function lookAt(folder: string): Sources {
  const sources = new Map<string, number>();
  for (const path of list(folder)) {
    const written = writtenAt(join(folder, path));
    if (written !== undefined) sources.set(path, written);
  }
  return sources;
}

/** The paths that are new, gone or written since. */
export function changesOf(before: Sources, now: Sources): readonly string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => before.get(path) !== now.get(path));
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
