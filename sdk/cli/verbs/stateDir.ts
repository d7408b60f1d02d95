import { resolve } from 'node:path';

/** The folder of the running vault that a verb operates on. */
export function stateDir(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env['NIMBUS_STATE'] ?? '.nimbus');
}
