import { unwatchFile, watchFile } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { filesReferredTo } from './sections.ts';
import type { Site } from '../ground/site.ts';

const lookEveryMilliseconds = 200;
const settleMilliseconds = 150;

/** Looks at the settings and at the files that they refer to; calls `changed` once they have kept still. Returns a function that ends it. */
export function watchSettings(site: Site, changed: () => Promise<void>): () => void {
  let turn = Promise.resolve();
  let watched: readonly string[] = [];
  const look = () => {
    turn = turn
      .then(() => sleep(settleMilliseconds))
      .then(changed)
      .catch((error: Error) => site.tell(error.message))
      .then(watch);
  };
  const watch = () => {
    const files = filesToWatch(site, watched);
    for (const file of watched) if (!files.includes(file)) unwatchFile(file, look);
    for (const file of files)
      if (!watched.includes(file))
        watchFile(file, { interval: lookEveryMilliseconds, persistent: false }, look);
    watched = files;
  };
  watch();
  return () => watched.forEach((file) => unwatchFile(file, look));
}

function filesToWatch(site: Site, watched: readonly string[]): readonly string[] {
  try {
    return [...new Set([site.settingsFile, ...filesReferredTo(site)])];
  } catch {
    return watched.length > 0 ? watched : [site.settingsFile]; // it cannot be read at present
  }
}
