import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { listDocuments, publishDocuments, removeDocuments } from '@nimbusvault/vault';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { readManifest, type ListedDocument } from '@nimbusvault/runtime/registry';
import { openDeployGround, whoDoesIt } from './deployGround.ts';
import { table } from './table.ts';
import type { Verb } from '@nimbusvault/runtime/process';

const options = {
  client: { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

/** `nimbus documents publish|list|remove`: the operations of a frontend's build are those that its users may send. */
export const documents: Verb = {
  summary:
    "Checks the documents of a frontend's manifests against the active plugins and registers them, lists the registered ones, or removes them.",
  usage:
    'nimbus documents publish <file>… [--client <name>] [--by <who>] [--reason <why>] [--json] | list [--json] | remove <id>… [--by <who>] [--reason <why>] [--json]',
  async run(args) {
    const { positionals, values } = parse(args);
    const [verb, ...names] = positionals;
    if (verb === 'list' && names.length === 0) return list(values);
    if (verb === 'publish' && names.length > 0) return publish(names, values);
    if (verb === 'remove' && names.length > 0) return remove(names, values);
    throw new VaultError('BAD_USER_INPUT', `Usage: ${documents.usage}`);
  },
};

function parse(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options });
}

async function publish(files: readonly string[], { by, client, reason, json }: Values): Promise<number> {
  const listed = files.flatMap(read);
  await using ground = openDeployGround();
  const done = await publishDocuments(listed, ground, {
    by: whoDoesIt(by),
    why: reason,
    client: client ?? null,
  });
  const { published, unchanged } = done;
  if (json) console.log(JSON.stringify(done));
  else console.log(`Documents published: ${published}; published already: ${unchanged}.`);
  return 0;
}

async function list({ json }: Values): Promise<number> {
  await using ground = openDeployGround();
  const registered = await listDocuments(ground);
  if (json) console.log(JSON.stringify({ documents: registered }));
  else {
    const rows = registered.map(({ id, name, client, by, at }) => [name ?? '', client ?? '', by, at, id]);
    console.log(table(['NAME', 'CLIENT', 'BY', 'AT', 'ID'], rows));
  }
  return 0;
}

async function remove(
  ids: readonly string[],
  { by, reason = 'nimbus documents remove', json }: Values,
): Promise<number> {
  await using ground = openDeployGround();
  const removed = await removeDocuments(ids, ground, { by: whoDoesIt(by), why: reason });
  if (json) console.log(JSON.stringify({ removed: removed.map(({ id }) => id) }));
  else console.log(`Documents removed: ${removed.length}.`);
  return 0;
}

function read(file: string): readonly ListedDocument[] {
  try {
    return readManifest(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof VaultError) throw error;
    const message = `${file} cannot be read. Name the manifest that your build writes.`;
    throw new VaultError('BAD_USER_INPUT', message, { cause: error });
  }
}
