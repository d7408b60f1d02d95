import { freeBytes } from '../ground/freeBytes.ts';
import { followLog } from '../process/logFile.ts';

const enoughBytes = 20_000_000;

/**
 * Returns a function that says why the server has to be started again: once a write of a stream has failed for lack of space, its
 * server refuses all later ones, even when there is space. `folder` has its streams.
 */
export function findStuckStreams(folder: string, logFile: string): () => string | undefined {
  const news = followLog(logFile);
  return () => {
    const isStuck = news().includes('no space left on device') && freeBytes(folder) >= enoughBytes;
    return isStuck ? 'refuses to write, although its disk has space again' : undefined;
  };
}
