import type { ClientOperation } from '../check/index.ts';
import type { DeployGround } from './ground.ts';

/** What a change must not take from clients: what their builds have registered, and what they were seen to ask. */
export async function clientOperations({
  registry,
}: Pick<DeployGround, 'registry'>): Promise<readonly ClientOperation[]> {
  const [documents, operations] = await Promise.all([registry.documents(), registry.operations()]);
  return [...documents, ...operations];
}
