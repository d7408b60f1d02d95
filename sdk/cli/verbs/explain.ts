import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkCodes, explanationOf } from '@nimbusvault/vault/check';
import { errorCodes, VaultError } from '@nimbusvault/sdk/kernel';
import { onlyName, type Verb } from '@nimbusvault/runtime/process';

/** Beside the sources, and in the package. */
const pages = [new URL('../../../docs/errors.md', import.meta.url), new URL('../errors.md', import.meta.url)];

/** `nimbus explain <CODE>`: the meaning and the remedy of an error or a finding. */
export const explain: Verb = {
  summary: 'Explains a code of an error or of a finding of "nimbus check".',
  usage: 'nimbus explain <CODE>',
  async run(args) {
    const code = onlyName(parseArgs({ args, allowPositionals: true }).positionals).toUpperCase();
    const text = explanationOf(code) ?? sectionOf(code);
    if (!text)
      throw new VaultError(
        'NOT_FOUND',
        `The code ${code} does not exist. The codes are: ${[...checkCodes, ...errorCodes].join(', ')}.`,
      );
    console.log(`${code}\n\n${text}`);
    return 0;
  },
};

function sectionOf(code: string): string | undefined {
  const page = pages.find((url) => existsSync(url));
  const sections = page ? readFileSync(page, 'utf8').split(/^## /m) : [];
  const found = sections.find((section) => section.startsWith(`${code}\n`));
  return found?.slice(code.length).trim();
}
