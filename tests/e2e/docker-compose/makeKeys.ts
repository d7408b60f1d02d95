import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The file that `npx nimbus keys --token > .env` writes for docker compose. */
export function makeKeys(root: string): NodeJS.Dict<string> {
  const nimbus = join(root, 'sdk/cli/bin/nimbus.mjs');
  return parseEnv(
    execFileSync(process.execPath, [nimbus, 'keys', '--token'], { cwd: root, encoding: 'utf8' }),
  );
}
