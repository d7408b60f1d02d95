import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';
import { root } from './root.mjs';
import { runPinned } from './runPinned.mjs';

/** Workers, and the processes that tests start, compile a library once for all. */
const codeCache = fileURLToPath(new URL('node_modules/.cache/nimbus/code', root));

/** Runs vitest with `args`; the exit code of this process is vitest's. */
export async function runTests(args) {
  await prepare();
  const vitest = ['node_modules/vitest/vitest.mjs', ...args];
  process.exitCode = await runPinned(vitest, { NODE_COMPILE_CACHE: codeCache });
}
