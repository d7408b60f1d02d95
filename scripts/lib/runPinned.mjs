import { fileURLToPath } from 'node:url';
import { pinnedNode, runOn } from '../../sdk/plugin/bin/pinnedNode.mjs';
import { root } from './root.mjs';

/** Runs `args` (a script and its arguments) in the repository's folder on the pinned Node; resolves to the exit code. */
export async function runPinned(args, env = {}) {
  const folder = fileURLToPath(root);
  try {
    return await runOn(pinnedNode(folder), args, { cwd: folder, env });
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}
