import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { diesWithParent } from './process/diesWithParent.ts';

/** The explorer's files are being brought up to date. */
interface ExplorerBuild {
  /** Ends a build that still runs. */
  stop(): Promise<void>;
}

/** Brings the explorer's files up to date behind our back: nothing waits for it, and it says on stderr what goes wrong. */
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
