import { dirname, resolve } from 'node:path';
import { hasStackState } from '@nimbusvault/vault';

/** The folder of the running vault that a verb operates on: NIMBUS_STATE, or the nearest `.nimbus` of a vault from here upwards. */
export function stateDir(env: NodeJS.ProcessEnv = process.env, here: string = process.cwd()): string {
  const named = env['NIMBUS_STATE'];
  return named ? resolve(here, named) : (findAbove(here) ?? resolve(here, '.nimbus'));
}

function findAbove(folder: string): string | undefined {
  const own = resolve(folder, '.nimbus');
  if (hasStackState(own)) return own;
  const parent = dirname(folder);
  return parent === folder ? undefined : findAbove(parent);
}
