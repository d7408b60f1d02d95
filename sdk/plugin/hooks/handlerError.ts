import { VaultError } from '../kernel/index.ts';
import type { HandlerError } from './inbox.ts';

const longest = 500;

/** The error of a handler as a code and one line that a database can store. Never a stack. */
export function handlerErrorOf(failure: unknown): HandlerError {
  const code = failure instanceof VaultError ? failure.code : 'INTERNAL_SERVER_ERROR';
  const text = failure instanceof Error ? failure.message || failure.name : String(failure);
  return { code, message: lineOf(text) };
}

/** The first line of a text, shortened, without characters that the database cannot store. */
export function lineOf(text: string): string {
  const [line = ''] = text.replaceAll('\0', '').trim().split('\n');
  return line.toWellFormed().slice(0, longest);
}
