import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The text that a process writes to its log from now on. */
export function markLog(file: string): { textSince(): string } {
  const from = existsSync(file) ? statSync(file).size : 0;
  return { textSince: () => (existsSync(file) ? readFileSync(file).subarray(from).toString('utf8') : '') };
}

const place = /^(file:\/\/\S+|\/\S+):(\d+)$/m;
const error = /^(?:\w*Error(?: \[\w+\])?: .+|.+ \[[A-Z_]+\])$/m;

/** One line on why a process did not start, in the words of Node or the command line: the place, and the error. */
export function explainFailure(log: string): string {
  const [, file, line] = place.exec(log) ?? [];
  const [what = 'see its log'] = error.exec(log) ?? [];
  if (!file) return what;
  return `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}: ${what}`;
}
