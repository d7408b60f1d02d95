import { closeSync, copyFileSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

const mostBytes = 10_000_000;
const shownLines = 12;

/** Opens a log for appending, passes its descriptor to `use`, and closes our copy of it. */
export function withLog<T>(file: string, use: (descriptor: number) => T): T {
  boundLog(file);
  const descriptor = openSync(file, 'a', 0o600);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Moves a log over 10 MB to `<file>.1`; its writer appends, therefore it continues at the start. */
export function boundLog(file: string): void {
  if (!existsSync(file) || statSync(file).size <= mostBytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
}

/** The end of a log, for an error message. */
export function endOfLog(file: string): string {
  return existsSync(file) ? lastLines(readFileSync(file, 'utf8')) : '';
}

/** The last lines of a text, indented; a line of pino's JSON becomes its message. */
export function lastLines(text: string): string {
  const lines = text.trim().split('\n').slice(-shownLines);
  return lines
    .map((line) => `  ${readable(line)}`)
    .join('\n')
    .trimEnd();
}

function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
