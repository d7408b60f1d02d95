/** Authors do not see what the runtime keeps in a vault: each line below stops compiling once they do. */
import type {
  // @ts-expect-error The type that shows it is not for authors.
  HostedVault,
  Vault,
} from '../index.ts';

export type Hidden = HostedVault;

export function look(vault: Vault): readonly unknown[] {
  return [
    // @ts-expect-error The open transaction is the runtime's.
    vault.transaction,
    // @ts-expect-error What is handled is the runtime's.
    vault.handling,
    // @ts-expect-error Runs are written by the orchestrator.
    vault.writeSaga,
    // @ts-expect-error Runs are recovered by the runtime.
    vault.sagas,
    // @ts-expect-error Questions are asked with defineAsk.
    vault.ask,
    // @ts-expect-error Operating is core's capability.
    vault.operate,
    // @ts-expect-error The graph is asked with defineOperation.
    vault.queryGraph,
  ];
}
