import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from './root.mjs';

const sayEveryMilliseconds = 15_000;

/** Installs the packages of package-lock.json that node_modules lacks. Ends the process with a clear message if that fails. */
export async function prepare() {
  if (missing().length === 0) return;
  console.error('Installing dependencies with "npm ci" (about a minute the first time) …');
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const saying = setInterval(() => console.error(`  still installing, ${seconds()} s`), sayEveryMilliseconds);
  const failure = await runNpmCi().finally(() => clearInterval(saying));
  if (failure) fail(`${failure} Check that the package registry can be reached, then try again.`);
  if (missing().length > 0) fail(unused(missing()));
  console.error(`Installed in ${seconds()} s.`);
}

function missing() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  return Object.keys(wanted).filter((path) => path !== '' && !isSame(wanted[path], present[path]));
}

/** npm leaves out what no package depends on: every command would install again, in the middle of another one's work. */
function unused(paths) {
  return `package-lock.json lists packages that nothing depends on (${paths.join(', ')}). Run "npm install --package-lock-only".`;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(new URL(file, root), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

function isSame(wanted, present) {
  if (!present) return Boolean(wanted.optional || wanted.devOptional);
  return wanted.version === present.version && wanted.integrity === present.integrity;
}

function runNpmCi() {
  const npm = spawn('npm', ['ci', '--include=dev', '--include=optional'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => {
    npm.once('error', (error) =>
      resolve(`npm could not be started (${error.message}). Install npm, which comes with Node.`),
    );
    npm.once('exit', (code) =>
      resolve(code === 0 ? undefined : `"npm ci" failed (its output is above; exit code ${code}).`),
    );
  });
}

function fail(reason) {
  console.error(`The dependencies could not be installed: ${reason}`);
  process.exit(1);
}
