import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { SettingsFiles } from './findFaults.ts';

const worker = new URL(`./settingsWorker${extname(import.meta.url)}`, import.meta.url);

/** Finds every fault by the plugins' code of now, in a thread of its own, because a module is loaded once in each. */
export async function checkSettings(
  files: SettingsFiles,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const { settingsFile, supergraphFile } = files;
  const thread = new Worker(worker, { workerData: { settingsFile, supergraphFile }, env });
  try {
    const [faults] = (await once(thread, 'message')) as [readonly string[]];
    return faults;
  } catch (cause) {
    const why = (cause as Error).message;
    throw new VaultError('SETTINGS_INVALID', `${settingsFile} cannot be checked: ${why}`, { cause });
  } finally {
    await thread.terminate();
  }
}
