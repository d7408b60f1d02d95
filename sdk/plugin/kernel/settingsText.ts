import { readFileSync, statSync } from 'node:fs';
import { VaultError } from './errors.ts';

const mostBytes = 1_000_000;
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Returns the text of a regular file of at most 1 MB, without its byte order mark; `otherwise` ends the error's sentence. */
export function readText(file: string, otherwise: string): string {
  const { text, why = '', cause } = lookInto(file);
  if (text !== undefined) return text;
  throw new VaultError('SETTINGS_INVALID', `${file} cannot be read. ${why}${otherwise}`, { cause });
}

/** The text of a file, or why it cannot be read: a sentence and a space, or the error. */
function lookInto(file: string): { readonly text?: string; readonly why?: string; readonly cause?: unknown } {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { why: 'It is not a file. ' };
    if (stats.size > mostBytes) return { why: `It has more than ${mostBytes} bytes. ` };
    return { text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
  } catch (cause) {
    return { cause };
  }
}

/** The content of a settings file. Throws SETTINGS_INVALID if it is not JSON, or names a key twice in one object. */
export function parseSettings(text: string, file: string): unknown {
  const value = parseJson(text, file);
  const twice = findRepeatedKey(text);
  if (twice === undefined) return value;
  throw new VaultError('SETTINGS_INVALID', `${file} names ${twice} twice in one object. Remove one of them.`);
}

/** V8's message quotes the text around the fault, which may contain a secret. */
function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [what] = (error as Error).message.split(/, (?:\.\.\.)?"/);
    throw new VaultError('SETTINGS_INVALID', `${file} is not valid JSON: ${what}`);
  }
}

/** Returns the first key of well-formed JSON that its object already has, in quotes. */
function findRepeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  let last = '';
  for (const [found] of text.matchAll(token)) {
    if (found === '{' || found === '[') open.push(new Set());
    else if (found === '}' || found === ']') open.pop();
    else if (found === ':') {
      const keys = open.at(-1);
      if (keys?.has(last)) return last;
      keys?.add(last);
    }
    last = found;
  }
  return undefined;
}
