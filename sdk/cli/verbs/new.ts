import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { listActive, writeTypes } from '@nimbusvault/vault';
import { loadPlugin, printSubgraphSdl } from '@nimbusvault/runtime';
import { namesOf, writePlugin, type Written } from '../scaffold/index.ts';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { onlyName, type Verb } from '@nimbusvault/runtime/process';

const options = {
  entity: { type: 'string' },
  hook: { type: 'string' },
  participant: { type: 'string' },
  client: { type: 'boolean', default: false },
  search: { type: 'boolean', default: false },
  schedule: { type: 'boolean', default: false },
  bare: { type: 'boolean', default: false },
  activate: { type: 'boolean', default: false },
  author: { type: 'string' },
  packages: { type: 'string' },
} as const;

/** `nimbus new <Name>`: a plugin that runs, with tests that pass. */
export const newPlugin: Verb = {
  summary: 'Writes a new plugin that runs: in this vault, or in a repository of its own.',
  usage:
    'nimbus new <Name> [--entity <Noun>] [--hook <hook>] [--participant <point>] [--client] [--schedule] [--search] [--bare] [--activate] [--author <who>] [--packages <folder of the packed SDK>]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const names = namesOf(onlyName(positionals), values.entity);
    const { hook, participant, client, schedule, search, bare, author = gitUser(), packages } = values;
    if (bare && search)
      throw new VaultError(
        'BAD_USER_INPUT',
        'A plugin without data has nothing to search. Leave out --bare or --search.',
      );
    const root = process.cwd();
    const written = writePlugin({
      names,
      parts: { hook, participant, client, schedule, search, bare },
      author,
      root,
      packages,
    });
    if (written.isAmongOthers) await writeSchema(names.Plugin, written);
    const settingsFile = join(root, 'vault-settings.json');
    if (values.activate) listActive({ ...written, settingsFile }, names.Plugin);
    console.error(`${names.Plugin} is written to ${relative(root, written.folder)}. Next steps:`);
    console.log(nextSteps(names.Plugin, { ...written, isActive: values.activate }).join('\n'));
    return 0;
  },
};

async function writeSchema(name: string, { folder, supergraphFile }: Written): Promise<void> {
  writeFileSync(join(folder, 'schema.graphql'), printSubgraphSdl(await loadPlugin(name, supergraphFile)));
  await writeTypes(folder);
}

function nextSteps(
  name: string,
  { isAmongOthers, isActive }: Written & { readonly isActive: boolean },
): readonly string[] {
  if (!isAmongOthers)
    return [
      `cd ${name} && npm install`,
      `npx nimbus schema ${name} --out schema.graphql`,
      'npm test',
      `NIMBUS_STATE=<folder of the vault>/.nimbus npx nimbus dev ${name}`,
    ];
  return [
    `npx vitest run plugin-subgraphs/${name}`,
    ...(isActive ? [] : [`npx nimbus activate ${name}     (while the vault runs)`]),
    'npm install     (once, to update package-lock.json)',
  ];
}

function gitUser(): string {
  try {
    return execFileSync('git', ['config', 'user.name'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return userInfo().username;
  }
}
