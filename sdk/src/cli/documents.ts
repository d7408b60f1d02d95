import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { publishDocuments } from '../deploy/index.ts';
import { VaultError } from '../kernel/index.ts';
import { readManifest, type ListedDocument } from '../registry/index.ts';
import { openDeployGround, whoDoesIt } from './deployGround.ts';
import type { Verb } from './verb.ts';

const text = { type: 'string' } as const;
const options = { client: text, by: text, reason: text, json: { type: 'boolean' } } as const;

/** `nimbus documents publish <file>…`: what a frontend's build asks becomes what its users may ask. */
export const documents: Verb = {
  summary: "Checks the documents of a frontend's manifests against what is active, and registers them.",
  usage: 'nimbus documents publish <file>… [--client <name>] [--by <who>] [--reason <why>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const [verb, ...files] = positionals;
    if (verb !== 'publish' || files.length === 0)
      throw new VaultError('BAD_USER_INPUT', `Usage: ${documents.usage}`);
    const listed = files.flatMap(read);
    await using ground = openDeployGround();
    const done = await publishDocuments(listed, ground, {
      by: whoDoesIt(values.by),
      why: values.reason,
      client: values.client ?? null,
    });
    const { published, unchanged } = done;
    if (values.json) console.log(JSON.stringify(done));
    else console.log(`Documents published: ${published}; published already: ${unchanged}.`);
    return 0;
  },
};

function read(file: string): readonly ListedDocument[] {
  try {
    return readManifest(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof VaultError) throw error;
    const message = `${file} cannot be read. Give the manifest that your build writes.`;
    throw new VaultError('BAD_USER_INPUT', message, { cause: error });
  }
}
