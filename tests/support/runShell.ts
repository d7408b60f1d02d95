import { fail } from 'node:assert';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { diesWithParent } from '@nimbusvault/vault';

const mark = '---- end of block ----';
// npx takes a second to find the installed packages.
const npx = 'npx() { env PATH="$PWD/node_modules/.bin:$PATH" "$@"; }\n';
const longestMilliseconds = 300_000;
const mostOutputBytes = 50_000_000;

type Failure = Error & { readonly killed?: boolean; readonly stdout?: string; readonly stderr?: string };

/** The folder in which shell blocks run. */
interface Shell {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs blocks in one bash, one after the other; resolves to the output of each. Throws, with the output, if a
 * command fails or all blocks take more than five minutes.
 */
export async function runShell(blocks: readonly string[], { cwd, env }: Shell): Promise<string[]> {
  const script = npx + blocks.map((block) => `${block}\necho '${mark}'\n`).join('');
  const limits = { timeout: longestMilliseconds, maxBuffer: mostOutputBytes };
  const { file, args } = diesWithParent(
    { file: 'bash', args: ['-euo', 'pipefail', '-c', script] },
    'SIGKILL',
  );
  const running = promisify(execFile)(file, [...args], { cwd, env: { ...process.env, ...env }, ...limits });
  const { stdout } = await running.catch((error: Failure) => fail(describe(error)));
  return stdout.split(`${mark}\n`).slice(0, -1);
}

function describe({ message, killed, stdout, stderr }: Failure): string {
  const late = killed ? `It did not end within ${longestMilliseconds / 1000} s.\n` : '';
  return `${late}${message}\n${stdout}\n${stderr}`;
}
