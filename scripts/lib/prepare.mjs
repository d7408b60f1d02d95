import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from './root.mjs';

const sayEveryMilliseconds = 15_000;

/** Installs the packages of package-lock.json that node_modules lacks. Ends the process with a clear message if that fails. */
export async function prepare() {
  if (isInstalled()) return;
  console.error('Installing dependencies with "npm ci" (about a minute the first time) …');
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const saying = setInterval(() => console.error(`  still installing, ${seconds()} s`), sayEveryMilliseconds);
  const failure = await runNpmCi().finally(() => clearInterval(saying));
  if (failure) fail(failure);
  console.error(`Installed in ${seconds()} s.`);
}

function isInstalled() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([path, entry]) => path === '' || isSame(entry, present[path]));
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
  console.error(
    `The dependencies could not be installed: ${reason} Check that the package registry can be reached, then try again.`,
  );
  process.exit(1);
}
