import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { coreName, VaultError } from '@nimbusvault/sdk/kernel';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { readSupergraphConfig } from '@nimbusvault/runtime/registry';
import { contractFiles, runKit, type Verdict } from '@nimbusvault/vault/contract';

const text = { type: 'string' } as const;
const options = {
  name: text,
  url: text,
  core: text,
  only: { ...text, multiple: true },
  json: { type: 'boolean' },
  out: { type: 'string', default: 'docs/contract' },
} as const;

/** `nimbus contract`: the contract with plugins in other languages, written and tested. */
export const contract: Verb = {
  summary:
    'Tests a process in any language against docs/plugin-contract.md, clause by clause; "write" generates docs/contract.',
  usage:
    'nimbus contract test --name <Name> (--url <its GraphQL> | -- <command>) [--core <SDL of core>] [--only <clause>]… [--json], nimbus contract write [--out <folder>]',
  async run(args) {
    const at = args.indexOf('--');
    const command = at < 0 ? undefined : args.slice(at + 1);
    const own = at < 0 ? args : args.slice(0, at);
    const { positionals, values } = parseArgs({ args: own, options, allowPositionals: true });
    const [verb, ...more] = positionals;
    if (verb === 'write' && more.length === 0) return write(values.out);
    if (verb !== 'test' || more.length > 0 || !values.name)
      throw new VaultError('BAD_USER_INPUT', `Usage: ${contract.usage}`);
    const { name, url, core, only, json } = values;
    return test({ name, url, core, only, json, command });
  },
};

interface Wanted {
  readonly name: string;
  readonly url?: string | undefined;
  readonly core?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
  readonly command: readonly string[] | undefined;
}

function tell(line: string): void {
  console.error(line);
}

async function test({ core, json, ...wanted }: Wanted): Promise<number> {
  const verdicts = await runKit({ ...wanted, coreSdl: coreSdl(core), env: process.env, tell });
  const failed = verdicts.filter(({ state }) => state === 'FAILED').length;
  if (json) console.log(JSON.stringify({ name: wanted.name, failed, verdicts }));
  else
    console.log(
      `${verdicts.map(describe).join('\n')}\n${verdicts.length - failed} passed or left out, ${failed} failed`,
    );
  return failed > 0 ? 1 : 0;
}

function describe({ clause, title, state, fact, fix }: Verdict): string {
  const line = `${state.padEnd(8)}  ${clause.padEnd(5)} ${title}`;
  return [line, ...[fact, fix].flatMap((each) => (each ? [`                ${each}`] : []))].join('\n');
}

function coreSdl(file: string | undefined): string {
  if (file) return readFileSync(file, 'utf8');
  const { NIMBUS_SUPERGRAPH } = readEnvironment('NIMBUS_SUPERGRAPH');
  const core = readSupergraphConfig(NIMBUS_SUPERGRAPH).subgraphs.find(({ name }) => name === coreName);
  if (core) return readFileSync(core.schemaFile, 'utf8');
  throw new VaultError(
    'BAD_USER_INPUT',
    `${NIMBUS_SUPERGRAPH} has no Core. Name the SDL of core: --core <file>.`,
  );
}

function write(folder: string): number {
  const manifest = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const files = Object.entries(contractFiles(version));
  for (const [name, content] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  console.log(`${files.length} files are in ${folder}.`);
  return 0;
}
