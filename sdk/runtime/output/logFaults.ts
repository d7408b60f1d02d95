import { outputTrouble } from './output.ts';

/** For the readiness of a process: says that its log cannot be written, and why. */
export function logFaults(): readonly string[] {
  const code = outputTrouble();
  if (code === undefined) return [];
  const why = code === 'ENOSPC' ? 'its disk is full (ENOSPC). Free some space' : `writing fails with ${code}`;
  return [`The log of this process cannot be written, because ${why}.`];
}
