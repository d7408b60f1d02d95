import type { Refusal, VaultLog } from '@nimbusvault/sdk/kernel';

/** One line each, for the log and for the supervisor's user, when the refusals have changed. */
export function reportRefusals(
  refusals: readonly Refusal[],
  log: VaultLog,
  tell: (line: string) => void,
): void {
  for (const { name, code, faults } of refusals) {
    log.error({ plugin: name, code, faults }, `${name} is refused; the last supergraph is still served`);
    tell(`${name} is refused, and the last supergraph is still served: ${faults.join(' ')}`);
  }
  if (refusals.length === 0) tell('No part of the graph is refused any more.');
}
