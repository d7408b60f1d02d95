import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const mark = '---- end of block ----';
const longestMilliseconds = 60_000;

/** Where shell blocks run. */
export interface Shell {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs blocks in one bash, one after the other; resolves to what each printed. Throws where a command of them fails. */
export async function runShell(blocks: readonly string[], { cwd, env }: Shell): Promise<string[]> {
  const script = blocks.map((block) => `${block}\necho '${mark}'\n`).join('');
  const options = { cwd, env: { ...process.env, ...env }, timeout: longestMilliseconds };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], options);
  return stdout.split(`${mark}\n`).slice(0, -1);
}
