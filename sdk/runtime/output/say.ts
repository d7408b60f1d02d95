import { openOutput, type Output } from './output.ts';

const outputs: { result?: Output; progress?: Output } = {};

/** Writes a line for people to standard error; its reader never holds up the process. */
export function say(line: string): void {
  outputs.progress ??= openOutput(2, droppedLine);
  outputs.progress.write(`${line}\n`);
}

/** Writes a line to standard output from a process that goes on; its reader never holds up the process. */
export function print(line: string): void {
  outputs.result ??= openOutput(1, droppedLine);
  outputs.result.write(`${line}\n`);
}

function droppedLine(lines: number): string {
  return `(${lines} lines are left out here, because nobody read them in time.)\n`;
}
