import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { environmentOfMore } from '../../support/environmentOfMore.ts';

/** The processes that run until they are stopped; the first two report over IPC that they are ready. */
const kinds = {
  gateway: ['gateway/bin/nimbus-gateway.mjs'],
  subgraph: ['sdk/runtime/bin/nimbus-subgraph.mjs', 'serve', 'Bookmarks'],
  verb: ['sdk/cli/bin/nimbus.mjs', 'hooks', 'tail', '--org', 'acme'],
};

/** A pipe that is full: what is written to it waits for a reader. */
function fullPipe(folder: string): { reader: number; writer: number } {
  const file = join(folder, 'pipe');
  spawnSync('mkfifo', [file]);
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const filler = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  const line = 'x'.repeat(4_095);
  try {
    for (;;) writeSync(filler, `${line}\n`);
  } catch {
    closeSync(filler);
  }
  return { reader, writer: openSync(file, constants.O_WRONLY) };
}

interface Unheard {
  readonly child: ChildProcess;
  /** From then on its output has no reader. */
  leave(): void;
}

/** Starts a process whose log is a full pipe; resolves once it works. */
async function start(kind: keyof typeof kinds): Promise<Unheard> {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-readers-'));
  const { reader, writer } = fullPipe(folder);
  const [bin = '', ...args] = kinds[kind];
  const stderr = kind === 'verb' ? 'pipe' : writer;
  const child = spawn(process.execPath, [resolve(bin), ...args], {
    env: environmentOfMore(folder),
    stdio: ['ignore', writer, stderr, 'ipc'],
  });
  closeSync(writer);
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  await (child.stderr ? once(child.stderr, 'data') : once(child, 'message'));
  return { child, leave: () => closeSync(reader) };
}

async function exitAfterSigterm({ child }: Unheard): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ended;
  return code;
}

test.each(['gateway', 'subgraph', 'verb'] as const)(
  'a %s ends, and cleanly, whether the reader of its log has stopped reading or is gone',
  async (kind) => {
    const [stopped, gone] = await Promise.all([start(kind), start(kind)]);
    gone.leave();
    expect(await Promise.all([exitAfterSigterm(stopped), exitAfterSigterm(gone)])).toEqual([0, 0]);
  },
);

test.each(['gateway', 'subgraph'] as const)(
  'a %s whose log has no space is degraded, and says why',
  async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-readers-'));
    const full = openSync('/dev/full', 'w');
    const [bin = '', ...args] = kinds[kind];
    const child = spawn(process.execPath, [resolve(bin), ...args], {
      env: environmentOfMore(folder),
      stdio: ['ignore', full, full, 'ipc'],
    });
    closeSync(full);
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const ready = await fetch(new URL('/health/ready', url));
    expect({ code: ready.status, body: await ready.json() }).toMatchObject({
      code: 200,
      body: { status: 'degraded', reasons: [expect.stringContaining('its disk is full (ENOSPC)')] },
    });
  },
);

test('a verb ends quietly once its reader has read enough', () => {
  const verb = `'${process.execPath}' ${kinds.subgraph[0]} schema Core`;
  const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${verb} | true`], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
