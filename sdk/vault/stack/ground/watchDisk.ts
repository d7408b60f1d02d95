import { freeBytes } from './freeBytes.ts';

const lookEveryMilliseconds = 2_000;
const fullBytes = 4_000_000;
const enoughBytes = 20_000_000;

/** Reports when the disk of a state folder is full, and when it has space again, until `signal` aborts. */
export function watchDisk(stateDir: string, tell: (line: string) => void, signal: AbortSignal): void {
  let isFull = false;
  const looking = setInterval(() => {
    const free = freeBytes(stateDir);
    if (!isFull && free < fullBytes) {
      isFull = true;
      tell(
        `The disk of ${stateDir} is full: mutations fail and hooks wait until space is freed. Queries are answered.`,
      );
    } else if (isFull && free >= enoughBytes) {
      isFull = false;
      tell(`The disk of ${stateDir} has space again.`);
    }
  }, lookEveryMilliseconds).unref();
  signal.addEventListener('abort', () => clearInterval(looking), { once: true });
}
