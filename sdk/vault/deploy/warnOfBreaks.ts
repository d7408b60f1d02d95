import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../check/index.ts';
import { releasedOf } from '@nimbusvault/runtime/registry';
import { clientOperations, declaredBy } from './clientOperations.ts';
import { subgraphsOf } from './composeWith.ts';
import type { Breaks, SavedPlugin } from './findBreaks.ts';
import type { DeployGround } from './ground.ts';
import { activePlugins } from './setActive.ts';

const worker = new URL(`./breaksWorker${extname(import.meta.url)}`, import.meta.url);
const without =
  /^(hooks\.ts|resolvers\.ts|(migrations|clients|standIn)\/.*|bll\/[^/]+\/(queries|mutations)\.ts)$/;

const fix =
  'It is served here. Before you publish it, keep the field and mark it @deprecated until nobody requests it.';

/** True if one of these files of a plugin can change its schema. */
export function canChangeSchema(paths: readonly string[]): boolean {
  return paths.some((path) => !without.test(path.replaceAll('\\', '/')));
}

/** Reports the operations, and the last published release, that a plugin's saved schema breaks. Code that does not load is reported by its process. */
export async function warnOfBreaks(name: string, ground: DeployGround): Promise<void> {
  try {
    const saved = await gather(name, ground);
    if (!saved) return;
    const { operations, published } = await find(saved);
    const lines = [
      ...warning('breaks operations that are in use', operations),
      ...warning('breaks its last published release', published),
    ];
    for (const line of lines) ground.tell(`Warning: the saved schema of ${name} ${line}`);
  } catch {
    // Its process says what is wrong with the code.
  }
}

/** Returns undefined if there is nothing to break. */
async function gather(name: string, ground: DeployGround): Promise<SavedPlugin | undefined> {
  const { registry, supergraphFile } = ground;
  const served = subgraphsOf(ground, activePlugins(ground));
  const operations = await clientOperations(ground);
  const published = releasedOf(registry.registry(), name)?.sdl;
  const isAsked = operations.length > 0 || declaredBy(served).length > 0;
  if (!isAsked && published === undefined) return undefined;
  return { name, supergraphFile, served, operations, published };
}

/** A thread of its own loads the code, because a module is loaded once in each. */
async function find(saved: SavedPlugin): Promise<Breaks> {
  const thread = new Worker(worker, { workerData: saved });
  try {
    const [breaks] = (await once(thread, 'message')) as [Breaks];
    return breaks;
  } finally {
    await thread.terminate();
  }
}

function warning(what: string, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.map(({ message }) => `\n  ${message}`).join('');
  return [`${what}:${lines}\n  ${fix}`];
}
