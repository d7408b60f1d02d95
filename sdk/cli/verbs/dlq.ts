import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import {
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  type Subgraphs,
  type VaultSite,
  readRunningVault,
} from '@nimbusvault/vault';
import { deadLetterStory, deadLetterTable } from './deadLetterText.ts';
import { printableLines } from './printable.ts';
import { stateDir } from './stateDir.ts';
import type { Verb } from '@nimbusvault/runtime/process';

const options = {
  org: { type: 'string' },
  plugin: { type: 'string' },
  json: { type: 'boolean' },
  all: { type: 'boolean' },
  by: { type: 'string' },
  reason: { type: 'string' },
} as const;

type Flags = ReturnType<typeof parse>['values'];

/** `nimbus dlq list|show|replay`: the dead letters of hook handlers and tasks, and their replay. */
export const dlq: Verb = {
  summary: 'Lists, shows and replays the dead letters of hook handlers and tasks in the running vault.',
  usage: [
    'nimbus dlq list [--org <slug>] [--plugin <Name>] [--json]',
    '  nimbus dlq show <id> [--json]',
    '  nimbus dlq replay <id>|--all --plugin <Name> [--org <slug>] [--by <who>] [--reason <why>]',
  ].join('\n'),
  async run(args) {
    const { positionals, values } = parse(args);
    const [action, id, ...more] = positionals;
    const site = await readRunningVault(stateDir());
    const { subgraphs } = site;
    if (action === 'list' && positionals.length === 1) return list(subgraphs, values);
    if (action === 'show' && id && more.length === 0) return show(subgraphs, id, values);
    if (action === 'replay' && more.length === 0) return replay(site, id, values);
    throw misuse();
  },
};

function parse(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options });
}

async function list(subgraphs: Subgraphs, { org, plugin, json }: Flags): Promise<number> {
  const letters = await listDeadLetters(subgraphs, { org, plugin });
  if (json) console.log(JSON.stringify(letters));
  else if (letters.length > 0) console.log(deadLetterTable(letters));
  console.error(`${numberOf(letters.length)}.`);
  return 0;
}

async function show(subgraphs: Subgraphs, id: string, { json }: Flags): Promise<number> {
  const letter = await showDeadLetter(subgraphs, id);
  console.log(json ? JSON.stringify(letter) : printableLines(deadLetterStory(letter)));
  return 0;
}

async function replay(site: VaultSite, id: string | undefined, flags: Flags): Promise<number> {
  const { all = false, org, plugin, by = userInfo().username, reason = null } = flags;
  if (all === (id !== undefined) || (all && !plugin)) throw misuse();
  if (id) await replayDeadLetter(site, id, { by, reason });
  const count = id ? 1 : await replayDeadLetters(site, { org, plugin }, { by, reason });
  console.error(`${numberOf(count)} will be delivered to the handler again.`);
  console.log(JSON.stringify({ replayed: count }));
  return 0;
}

function numberOf(letters: number): string {
  return letters === 1 ? '1 dead letter' : `${letters} dead letters`;
}

function misuse(): VaultError {
  return new VaultError('BAD_USER_INPUT', `Usage: ${dlq.usage}`);
}
