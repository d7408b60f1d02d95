import { readRoles } from '@nimbusvault/runtime';
import { readStackState, type StackState } from '../stack/ground/stackState.ts';

/**
 * The running vault, with the subgraphs that have a database: one that supergraph.yaml names and that was never started has none. Throws
 * STACK_FAILED if no vault runs.
 */
export async function readRunningVault(stateDir: string): Promise<StackState> {
  const state = readStackState(stateDir);
  const roles = await readRoles(state.databaseUrl);
  const hasDatabase = ({ databaseUrl }: { readonly databaseUrl: string }) =>
    roles.has(decodeURIComponent(new URL(databaseUrl).username));
  const subgraphs = Object.entries(state.subgraphs).filter(([, subgraph]) => hasDatabase(subgraph));
  return { ...state, subgraphs: Object.fromEntries(subgraphs) };
}
