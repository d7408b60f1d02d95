import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import {
  listSagas,
  operateSaga,
  showSaga,
  type Subgraphs,
  type VaultSite,
  readRunningVault,
} from '@nimbusvault/vault';
import { sagaStatuses, type SagaStatus, type Wish } from '@nimbusvault/sdk/internal';
import { sagaStory, sagaTable } from './sagaText.ts';
import { printableLines } from './printable.ts';
import { stateDir } from './stateDir.ts';
import type { Verb } from '@nimbusvault/runtime/process';

const options = {
  org: { type: 'string' },
  plugin: { type: 'string' },
  status: { type: 'string' },
  json: { type: 'boolean' },
  by: { type: 'string' },
  reason: { type: 'string' },
} as const;

type Flags = ReturnType<typeof parse>['values'];

/** `nimbus saga list|show|retry|skip|resolve`: the runs of workflows, and an operator's commands on stuck ones. */
export const saga: Verb = {
  summary: 'Lists and shows the runs of workflows in the running vault, and resolves stuck ones.',
  usage: [
    `nimbus saga list [--status ${sagaStatuses.join('|')}] [--org <slug>] [--plugin <Name>] [--json]`,
    '  nimbus saga show <id> [--json]',
    '  nimbus saga retry <id> [--by <who>] [--reason <why>]',
    '  nimbus saga skip|resolve <id> --reason <why> [--by <who>]',
  ].join('\n'),
  async run(args) {
    const { positionals, values } = parse(args);
    const [action, id, ...more] = positionals;
    const site = await readRunningVault(stateDir());
    const { subgraphs } = site;
    if (action === 'list' && positionals.length === 1) return list(subgraphs, values);
    if (!id || more.length > 0) throw misuse();
    if (action === 'show') return show(subgraphs, id, values);
    return operate(site, id, wishOf(action, values));
  },
};

function parse(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options });
}

async function list(subgraphs: Subgraphs, { org, plugin, status, json }: Flags): Promise<number> {
  const sagas = await listSagas(subgraphs, { org, plugin, status: statusOf(status) });
  if (json) console.log(JSON.stringify(sagas));
  else if (sagas.length > 0) console.log(sagaTable(sagas));
  console.error(sagas.length === 1 ? '1 run.' : `${sagas.length} runs.`);
  return 0;
}

async function show(subgraphs: Subgraphs, id: string, { json }: Flags): Promise<number> {
  const found = await showSaga(subgraphs, id);
  console.log(json ? JSON.stringify(found) : printableLines(sagaStory(found)));
  return 0;
}

async function operate(site: VaultSite, id: string, wish: Wish): Promise<number> {
  const { status } = await operateSaga(site, id, wish);
  console.error(`${id} is ${status} now.`);
  console.log(JSON.stringify({ id, status }));
  return 0;
}

function wishOf(action: string | undefined, { by = userInfo().username, reason }: Flags): Wish {
  if (action === 'retry') return { did: action, by, reason: reason ?? null };
  if (action !== 'skip' && action !== 'resolve') throw misuse();
  if (reason) return { did: action, by, reason };
  throw new VaultError('BAD_USER_INPUT', `A reason is required for the audit log. Add --reason.`);
}

function statusOf(text: string | undefined): SagaStatus | undefined {
  const status = sagaStatuses.find((each) => each === text);
  if (text === undefined || status) return status;
  throw new VaultError(
    'BAD_USER_INPUT',
    `"${text}" is not a status. The statuses are: ${sagaStatuses.join(', ')}.`,
  );
}

function misuse(): VaultError {
  return new VaultError('BAD_USER_INPUT', `Usage: ${saga.usage}`);
}
