import { pino, type Logger } from 'pino';
import { openOutput, type Output } from './output.ts';

interface LogOptions {
  /** A level of pino; `info` by default. */
  readonly level?: string | undefined;
  /** 1, standard output, by default. */
  readonly fd?: 1 | 2;
}

const logs = new Map<number, Output>();

/** The log of this process as JSON lines. A reader that is slow or gone, or a full disk, costs lines; they are counted. */
export function openLog(name: string, { level = 'info', fd = 1 }: LogOptions = {}): Logger {
  return pino({ name, level }, logAt(fd));
}

function logAt(fd: 1 | 2): Output {
  const log = logs.get(fd) ?? openOutput(fd, droppedLine);
  logs.set(fd, log);
  return log;
}

function droppedLine(lines: number): string {
  const msg = `${lines} lines of this log could not be written and are lost: its reader was slow, or the disk was full.`;
  return `${JSON.stringify({ level: 40, time: Date.now(), pid: process.pid, msg })}\n`;
}
