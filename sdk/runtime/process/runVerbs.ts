import { inspect } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { settleOutputs } from '../output/output.ts';
import { say } from '../output/say.ts';
import type { Verb } from './verb.ts';

const misuse = 2;
const longestLastWordsMilliseconds = 1_000;

/** The verbs of a command by name; each is loaded when it is called. */
export type Verbs = Readonly<Record<string, () => Promise<Verb>>>;

/** Runs the verb that `args` begin with, and resolves to the exit code: 2 for a misuse, 1 for a failure. */
export async function runVerbs(command: string, verbs: Verbs, [name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') return printHelp(command, verbs);
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!load) return refuse(`Unknown verb "${name}". The verbs are: ${Object.keys(verbs).join(', ')}.`);
  return runVerb(await load(), args);
}

/** Runs one verb: prints its help if `args` request it, and one sentence if it fails. */
export async function runVerb(verb: Verb, args: string[]): Promise<number> {
  if (args.includes('--help')) return print(`${verb.usage}\n\n${verb.summary}`);
  try {
    return await verb.run(args);
  } catch (error) {
    return explain(error, verb);
  } finally {
    await settleOutputs(longestLastWordsMilliseconds);
  }
}

async function printHelp(command: string, verbs: Verbs): Promise<number> {
  const loaded = await Promise.all(Object.values(verbs).map((load) => load()));
  const lines = loaded.map((verb) => `  ${verb.usage}\n      ${verb.summary}`);
  return print(`${command} <verb> [arguments]\n\n${lines.join('\n')}`);
}

function explain(error: unknown, verb: Verb): number {
  if (isBadFlag(error)) return refuse(`${error.message}\nUsage: ${verb.usage}`);
  say(error instanceof VaultError ? `${error.message} [${error.code}]` : inspect(error));
  return 1;
}

function isBadFlag(error: unknown): error is Error {
  return (
    error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS_')
  );
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function refuse(text: string): number {
  say(text);
  return misuse;
}
