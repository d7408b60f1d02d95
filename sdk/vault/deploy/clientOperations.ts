import { Kind, parse } from 'graphql';
import type { ClientOperation, PluginOperation } from '../check/index.ts';
import { readGraphAccess } from '@nimbusvault/runtime/registry';
import type { Subgraph } from '@nimbusvault/sdk/kernel';
import type { DeployGround } from './ground.ts';

/** The operations that a change must not break: those that client builds have registered, and those that clients have sent. */
export async function clientOperations({
  registry,
}: Pick<DeployGround, 'registry'>): Promise<readonly ClientOperation[]> {
  const [documents, operations] = await Promise.all([registry.documents(), registry.operations()]);
  return [...documents.filter(({ removed }) => !removed), ...operations];
}

/** The operations that these plugins send themselves, as their schemas declare them. */
export function declaredBy(subgraphs: readonly Pick<Subgraph, 'name' | 'sdl'>[]): readonly PluginOperation[] {
  return subgraphs.flatMap(({ name: plugin, sdl }) => {
    const { operations = [], forUser = [] } = readGraphAccess(sdl) ?? {};
    return [...operations, ...forUser].map((document) => ({ plugin, name: nameOf(document), document }));
  });
}

function nameOf(document: string): string | null {
  const operation = parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operation?.name?.value ?? null;
}
