import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const nimbus = fileURLToPath(new URL('../../sdk/cli/bin/nimbus.mjs', import.meta.url));
const longestMs = 120_000;

/** The outcome of a verb of the command line. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a verb of the command line to its end. */
export function runNimbus(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ran> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: longestMs };
  return new Promise((resolve) => {
    execFile(process.execPath, [nimbus, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });
}
