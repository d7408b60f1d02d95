import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';

const savedAfterMilliseconds = 3_000;

/**
 * Remembers the file of each import that leads into the folder `modules` of npm, for the later processes of the bin `self`: to look for
 * 1,300 files takes Node half a second of CPU time. After an installation it begins anew.
 */
export function rememberResolutions(modules, self) {
  const installed = statSync(join(modules, '.package-lock.json'), { throwIfNoEntry: false });
  if (!installed) return; // installed by another program than npm, which may change a package in its place
  const file = join(modules, '.cache/nimbus/imports', `${basename(self, '.mjs')}.json`);
  const version = `${process.version} ${installed.mtimeMs} ${installed.size}`;
  const inside = `${pathToFileURL(modules).href}/`;
  const known = read(file, version);
  const own = new Map();
  let saved = known.size;
  module.registerHooks({
    resolve(specifier, context, next) {
      const key = keyOf(specifier, context);
      const found = known.get(key) ?? own.get(key);
      if (found) return { ...found, shortCircuit: true };
      const resolved = next(specifier, context);
      const { url, format } = resolved;
      const kept = url.startsWith(inside) && canRemember(specifier, context, inside) ? known : own;
      kept.set(key, { url, format });
      return resolved;
    },
  });
  const save = () => {
    if (known.size === saved) return;
    write(file, { version, known: [...known] });
    saved = known.size;
  };
  setTimeout(save, savedAfterMilliseconds).unref();
  process.on('exit', save);
}

/** A relative specifier outside the packages is a source file, which may be replaced by a link. */
function canRemember(specifier, { parentURL = '' }, inside) {
  return parentURL.startsWith(inside) || !/^[./]|^file:/.test(specifier);
}

/** A relative specifier leads to one place from everywhere; for the name of a package, Node searches from the folder of the importing file. */
function keyOf(specifier, { parentURL = '', conditions }) {
  const folder = parentURL.slice(0, parentURL.lastIndexOf('/'));
  const place = specifier.startsWith('.') ? posix.join(folder, specifier) : `${specifier} ${folder}`;
  return `${place} ${conditions.join()}`;
}

function read(file, version) {
  try {
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(saved.version === version ? saved.known : []);
  } catch {
    return new Map(); // missing, or half of it after a full disk
  }
}

function write(file, content) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(content));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The folder is not ours to write: the next process looks again.
  }
}
