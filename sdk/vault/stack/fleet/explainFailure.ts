import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The text that a process writes into its log from now on. */
export function markLog(file: string): { textSince(): string } {
  const from = existsSync(file) ? statSync(file).size : 0;
  return { textSince: () => (existsSync(file) ? readFileSync(file).subarray(from).toString('utf8') : '') };
}

const place = /^(file:\/\/\S+|\/\S+):(\d+)$/m;
const error = /^(?:\w*Error(?: \[\w+\])?: .+|.+ \[[A-Z_]+\])$/m;

/** One line of why a process did not start, as Node or the command line has said it: where, and what. */
export function explainFailure(log: string): string {
  const [, file, line] = place.exec(log) ?? [];
  const [what = 'its log says why'] = error.exec(log) ?? [];
  if (!file) return what;
  return `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}: ${what}`;
}
