import { fileURLToPath } from 'node:url';
import { runOn } from '@nimbusvault/sdk/pinned-node';
import type { Verb } from '@nimbusvault/runtime/process';

/** A verb that is another package's command; `bin` finds the file of that command. */
export function binVerb(
  { usage, summary }: Pick<Verb, 'usage' | 'summary'>,
  before: readonly string[],
  bin: () => string,
): Verb {
  return {
    usage,
    summary,
    run: (args) => runOn(process.execPath, [fileURLToPath(bin()), ...before, ...args]),
  };
}
