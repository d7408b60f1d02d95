import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmAbove } from './npmAbove.mjs';
import { rememberResolutions } from './rememberResolutions.mjs';

const oldestNode = 26;
const parentVariable = 'NIMBUS_PARENT_PID';
const checkEveryMilliseconds = 500;
const forwarded = ['SIGINT', 'SIGTERM'];
const followParent = new URL('./followParent.mjs', import.meta.url);

/** The Node that runs the TypeScript code: the installed one nearest to `folder`, or the running one if it is new enough. */
export function pinnedNode(folder) {
  const installed = nearest(folder, join('node_modules', '.bin', 'node'));
  if (installed) return realpathSync(installed);
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  throw new Error(
    `Node ${oldestNode} is not installed in node_modules. npm brings it as an optional dependency for Linux (x64, arm64), ` +
      `macOS and Windows (x64), and this is ${process.platform}-${process.arch}. Run "npm ci --include=optional", or run on Node ${oldestNode} yourself.`,
  );
}

/** The body of a bin: calls `run` in this process if it runs on the pinned Node, otherwise starts the bin at the URL `self` again on it. */
export async function onPinnedNode(self, run) {
  const file = fileURLToPath(self);
  const node = pinnedNodeOrExit(dirname(file));
  if (node === realpathSync(process.execPath)) {
    const modules = nearest(dirname(file), 'node_modules') ?? dirname(file);
    process.env.NODE_COMPILE_CACHE ??= join(modules, '.cache/nimbus/code'); // threads and children find the cache by it
    module.enableCompileCache();
    rememberResolutions(modules, file);
    await run();
  } else {
    process.exitCode = await runOn(node, [file, ...process.argv.slice(2)]);
  }
}

function pinnedNodeOrExit(folder) {
  try {
    return pinnedNode(folder);
  } catch (error) {
    console.error(error.message);
    return process.exit(1);
  }
}

/** Runs `args` on `node` as a child that ends when this process ends. Resolves to its exit code. */
export async function runOn(node, args, options = {}) {
  const env = { ...process.env, ...options.env, [parentVariable]: String(process.pid) };
  const child = spawn(node, ['--import', followParent.href, ...args], { ...options, env, stdio: 'inherit' });
  const passOn = (signal) => child.kill(signal);
  for (const signal of forwarded) process.on(signal, passOn);
  const hasNpm = npmAbove();
  const following = setInterval(() => hasNpm() || child.kill('SIGTERM'), checkEveryMilliseconds);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const how = await ended.finally(() => {
    clearInterval(following);
    for (const signal of forwarded) process.off(signal, passOn);
  });
  if (forwarded.includes(how)) process.kill(process.pid, how);
  return typeof how === 'number' ? how : 1;
}

function nearest(folder, path) {
  const candidate = join(folder, path);
  if (existsSync(candidate)) return candidate;
  const parent = dirname(folder);
  return parent === folder ? undefined : nearest(parent, path);
}
