import { parseArgs } from 'node:util';
import { untilConnected, coreOfStack, readRecords } from '@nimbusvault/vault';
import type { AuditRecord } from '@nimbusvault/sdk/kernel';
import { openDeployGround } from './deployGround.ts';
import { stateDir } from './stateDir.ts';
import { table } from './table.ts';
import type { Verb } from '@nimbusvault/runtime/process';

const options = { org: { type: 'string' }, json: { type: 'boolean' } } as const;
const head = ['AT', 'BY', 'DID', 'OUTCOME', 'TO', 'WHY'];

/** `nimbus audit`: the audit log of the whole vault or of one organization. */
export const audit: Verb = {
  summary: 'Shows the audit log, newest first: of the whole vault, or of an organization.',
  usage: 'nimbus audit [--org <slug>] [--json]',
  async run(args) {
    const { org, json } = parseArgs({ args, options }).values;
    const records = org === undefined ? await ofVault() : await readRecords(coreOfStack(stateDir()), org);
    if (json) console.log(JSON.stringify(records));
    else if (records.length > 0) console.log(table(head, records.map(rowOf)));
    console.error(records.length === 1 ? '1 entry.' : `${records.length} entries.`);
    return 0;
  },
};

async function ofVault(): Promise<readonly AuditRecord[]> {
  await using ground = openDeployGround();
  await untilConnected(ground);
  return await ground.registry.noted();
}

function rowOf({ at, by, action, outcome, subjectType, subjectId, reason, details }: AuditRecord) {
  const { refused } = details ?? {};
  const why = [reason, typeof refused === 'string' ? `(${refused})` : null].filter((words) => words !== null);
  return [at, by, action, outcome, `${subjectType} ${subjectId}`, why.join(' ')].map(onOneLine);
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
