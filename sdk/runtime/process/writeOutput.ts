import { writeFileSync } from 'node:fs';
import { VaultError } from '@nimbusvault/sdk/kernel';

/** Writes a verb's result to the file of `--out`, or to stdout without one. */
export function writeOutput(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.once('error', () => {}); // a reader such as `head` has read enough
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new VaultError('BAD_USER_INPUT', `${file} cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}
