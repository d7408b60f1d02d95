import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { diesWithParent } from './diesWithParent.ts';
import { runCommand } from './runCommand.ts';

const script = `
  import { spawn } from 'node:child_process';
  import { diesWithParent } from ${JSON.stringify(import.meta.resolve('./diesWithParent.ts'))};
  const program = { file: '/bin/sh', args: ['-c', 'echo $$; exec /bin/sleep 60'] };
  const { file, args } = diesWithParent(program, 'SIGTERM');
  spawn(file, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  setInterval(() => {}, 1_000);
`;

// A dead process that has not been reaped is a zombie, "Z".
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

test.each([
  ['with setpriv', process.env['PATH']],
  ['without setpriv', '/no-setpriv-here'],
])('a program ends when its parent was killed, %s', async (_, path) => {
  const node = [process.execPath, '--input-type=module-typescript', '--eval', script];
  const { file, args } = diesWithParent({ file: 'env', args: [`PATH=${path}`, ...node] }, 'SIGKILL');
  const parent = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(parent, 'exit');
  onTestFinished(async () => {
    parent.kill('SIGKILL');
    await exited;
  });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(said));
  onTestFinished(() => void (isRunning(pid) && process.kill(pid, 'SIGKILL')));
  expect(isRunning(pid)).toBe(true);

  parent.kill('SIGKILL');

  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
});

const nobody = { uid: 65_534, gid: 65_534 };

// Root alone may run a program as another user.
test.each(process.getuid?.() === 0 ? [true, false] : [])(
  'a program of another user passes closed folders: %s, as it was set',
  async (reachesEverything) => {
    const closed = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
    const file = join(closed, 'file');
    writeFileSync(file, '', { mode: 0o600 });
    const look = { file: process.execPath, args: ['--eval', `fs.accessSync(${JSON.stringify(file)})`] };
    const command = diesWithParent(look, 'SIGKILL', { ...nobody, reachesEverything });

    const passed = await runCommand(command, { timeoutMilliseconds: 30_000 }).then(
      () => true,
      () => false,
    );

    expect(passed).toBe(reachesEverything);
    rmSync(closed, { recursive: true });
  },
);
