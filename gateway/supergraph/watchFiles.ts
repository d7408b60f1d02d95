import { unwatchFile, watchFile } from 'node:fs';

const lookEveryMilliseconds = 200;
const settleMilliseconds = 100;

/** Files under watch. */
interface FileWatch {
  /** Watches these files from now on, and no others. */
  follow(files: readonly string[]): void;
  stop(): void;
}

/**
 * Calls `onChange` once a file has changed, appeared or disappeared, and then been stable for 100 ms. It polls the files
 * themselves because change events do not work with rename-saves, bind mounts and network disks.
 */
export function watchFiles(onChange: () => void): FileWatch {
  let watched: ReadonlySet<string> = new Set();
  let settling: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(settling);
    settling = setTimeout(onChange, settleMilliseconds).unref();
  };
  const follow = (files: readonly string[]) => {
    const next = new Set(files);
    for (const file of watched.difference(next)) unwatchFile(file, changed);
    for (const file of next.difference(watched)) {
      watchFile(file, { interval: lookEveryMilliseconds, persistent: false }, changed);
    }
    watched = next;
  };
  const stop = () => {
    clearTimeout(settling);
    follow([]);
  };
  return { follow, stop };
}
