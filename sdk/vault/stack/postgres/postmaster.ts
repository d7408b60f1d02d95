import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const statusLine = 7;
const longestWaitMilliseconds = 15_000;
const lookEveryMilliseconds = 50;

/** True once the PostgreSQL that runs on `data` accepts connections; its postmaster.pid states it. */
export async function isReady(data: string): Promise<boolean> {
  const lines = readPidFile(data);
  return lines[statusLine]?.trim() === 'ready' && isPostgres(Number(lines[0]));
}

/** Waits for the PostgreSQL of a killed vault, which may still be shutting down. */
export async function untilVacant(data: string): Promise<void> {
  const deadline = Date.now() + longestWaitMilliseconds;
  while (isPostgres(pidOn(data)) && Date.now() < deadline) await sleep(lookEveryMilliseconds);
  forgetOtherProgram(data);
}

// After a restart of the machine or container the stored pid may belong to another program, which PostgreSQL would take for itself.
function forgetOtherProgram(data: string): void {
  const pid = pidOn(data);
  if (pid && isAlive(pid) && !isPostgres(pid)) rmSync(pidFile(data), { force: true });
}

function pidOn(data: string): number {
  return Number(readPidFile(data)[0] ?? 0);
}

function readPidFile(data: string): string[] {
  return existsSync(pidFile(data)) ? readFileSync(pidFile(data), 'utf8').split('\n') : [];
}

function pidFile(data: string): string {
  return join(data, 'postmaster.pid');
}

function isPostgres(pid: number): boolean {
  if (!pid || !isAlive(pid)) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine)
    ? readFileSync(commandLine, 'utf8').includes('postgres')
    : process.platform !== 'linux';
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
