import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Verb } from '@nimbusvault/runtime/process';
import { contractFiles } from '@nimbusvault/vault/contract';

const options = { out: { type: 'string', default: 'docs/contract' } } as const;

/** `nimbus contract write`: the generated files of the contract with plugins in other languages. */
export const contract: Verb = {
  summary: 'Writes the JSON Schemas, the AsyncAPI document and the platform tables of the plugin contract.',
  usage: 'nimbus contract write [--out docs/contract]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.join() === 'write') return write(values.out);
    throw new VaultError('BAD_USER_INPUT', `Usage: ${contract.usage}`);
  },
};

function write(folder: string): number {
  const manifest = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const files = Object.entries(contractFiles(version));
  for (const [name, text] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(`${files.length} files are in ${folder}.`);
  return 0;
}
