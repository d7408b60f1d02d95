import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { diesWithParent } from './process/diesWithParent.ts';

/** A build of the explorer's files that is in progress. */
interface ExplorerBuild {
  /** Ends a build that still runs. */
  stop(): Promise<void>;
}

/** Builds the explorer's files in the background: nothing waits for it, and it reports failures on stderr. */
export function buildExplorer(): ExplorerBuild {
  const script = fileURLToPath(import.meta.resolve('@nimbusvault/gateway/explorer/build'));
  const { file, args } = diesWithParent({ file: process.execPath, args: [script] }, 'SIGTERM');
  const build = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(build, 'exit').catch((error: Error) => console.error(error.message));
  return {
    async stop() {
      build.kill();
      await ended;
    },
  };
}
