import { setTimeout as pause } from 'node:timers/promises';
import type { SubgraphProcess } from './subgraphProcess.ts';

/** kill -9 of a process, which is restarted after a while. */
export async function kill(victim: SubgraphProcess, downMs: number): Promise<void> {
  await victim.kill('SIGKILL');
  await pause(downMs);
  await victim.start();
}

/** SIGSTOP of a process, then SIGCONT. */
export async function freeze(victim: SubgraphProcess, frozenMs: number): Promise<void> {
  victim.freeze();
  await pause(frozenMs).finally(() => victim.resume());
}
