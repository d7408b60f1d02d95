import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const nimbus = fileURLToPath(new URL('bin/nimbus.mjs', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  const env = { ...process.env, NIMBUS_STATE: '/nowhere', NIMBUS_PORT: 'x' };
  return new Promise((resolve) => {
    execFile(process.execPath, [nimbus, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

test.each(['strat', 'constructor'])('the verb "%s" does not exist: one line, exit code 2', async (name) => {
  expect(await run(name)).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^Unknown verb "${name}"\\. The verbs are: start, .+\\.\\n$`)),
  });
});

test('an unknown flag is refused with the usage, exit code 2', async () => {
  const { code, stderr } = await run('start', '--fast');

  expect(code).toBe(2);
  expect(stderr).toMatch(/^Unknown option '--fast'.*\nUsage: nimbus start\n$/s);
});

test('an error of ours is one sentence with its code, exit code 1', async () => {
  expect(await run('token', '--org', 'acme', '--user', 'ada')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'No vault runs on /nowhere. Start one with "npm start", or name the state folder of one that runs: NIMBUS_STATE=<folder>/.nimbus. [STACK_FAILED]\n',
  });
});

test('every verb states its purpose', async () => {
  const { code, stdout } = await run();

  expect(code).toBe(0);
  for (const verb of ['start', 'serve', 'gateway', 'migrate', 'seed', 'token', 'org', 'schema', 'compose']) {
    expect(stdout).toMatch(new RegExp(`^ {2}nimbus ${verb}.*\\n {6}\\S`, 'm'));
  }
});
