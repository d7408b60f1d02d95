import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';

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
  try {
    copyFileSync(file, `${file}.1`);
  } catch {
    rmSync(`${file}.1`, { force: true }); // on a full disk the log makes room
  }
  truncateSync(file);
}

/** Returns a function that returns the text that was appended to a log since it was last called. */
export function followLog(file: string): () => string {
  let position = sizeOf(file);
  return () => {
    const size = sizeOf(file);
    const start = position > size ? 0 : position; // a log over its bound starts again
    position = size;
    return size > start ? readFileSync(file).subarray(start, size).toString('utf8') : '';
  };
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
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
