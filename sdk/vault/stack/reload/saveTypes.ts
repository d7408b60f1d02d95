import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const worker = new URL('../../types/typesWorker.ts', import.meta.url);
const sources = /^(schema|schema\/.+|entities\/.+|bll\/[^/]+\/(helpers|service))\.ts$/;

/** True if one of these files of a plugin can change its schema.types.ts. */
export function canChangeTypes(paths: readonly string[]): boolean {
  return paths.some((path) => sources.test(path.replaceAll('\\', '/')));
}

/** Writes a plugin's schema.types.ts by its code of now. A thread of its own does it, because a module is loaded once in each. */
export async function saveTypes(folder: string, tell: (line: string) => void): Promise<void> {
  try {
    await once(new Worker(worker, { workerData: folder }), 'exit');
  } catch (error) {
    tell(`schema.types.ts in ${folder} is not written: ${(error as Error).message}`);
  }
}
