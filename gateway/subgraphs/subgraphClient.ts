import { VaultError } from '@nimbusvault/sdk/kernel';
import { mishapOf } from './connectionErrors.ts';
import type { Patience, RawReply } from './exchange.ts';
import { askInstance, chooseInstance, type Instance, type InstanceRequest } from './instances.ts';

/** A request to a subgraph. Only a `repeatable` request, a query, is sent again when the connection drops. */
interface SubgraphPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly repeatable: boolean;
}

/** Posts to the instances of one subgraph. */
export type PostToSubgraph = (post: SubgraphPost, patience: Patience) => Promise<RawReply>;

/** Rejects as `exchange` does, and with SUBREQUEST_HTTP_ERROR if all instances rest or the answer has an unexpected encoding. */
export function openSubgraphClient(name: string, instancesNow: () => readonly Instance[]): PostToSubgraph {
  return async ({ repeatable, ...request }, patience) => {
    const ask = (instance: Instance) => askInOwnEncoding(name, instance, { request, patience });
    const first = chooseInstance(instancesNow());
    if (!first)
      throw new VaultError(
        'SUBREQUEST_HTTP_ERROR',
        `${name} gets no requests for a while: it did not answer.`,
      );
    try {
      return await ask(first);
    } catch (error) {
      const second = repeatable ? secondChance(error, first, instancesNow()) : undefined;
      if (!second) throw error;
      return ask(second);
    }
  };
}

/** The target after a connection was lost before the answer: another instance, or the same one on another connection. */
function secondChance(error: unknown, first: Instance, instances: readonly Instance[]): Instance | undefined {
  const mishap = mishapOf(error);
  if (mishap !== 'dropped' && mishap !== 'refused') return undefined;
  return chooseInstance(instances, first) ?? (mishap === 'dropped' ? first : undefined);
}

interface Asking {
  readonly request: InstanceRequest;
  readonly patience: Patience;
}

async function askInOwnEncoding(
  name: string,
  instance: Instance,
  { request, patience }: Asking,
): Promise<RawReply> {
  const reply = await askInstance(instance, request, patience);
  if (reply.encoding === 'identity') return reply;
  throw new VaultError('SUBREQUEST_HTTP_ERROR', `${name} answered in an encoding that was not requested.`);
}
