import { VaultError } from '@nimbusvault/sdk/kernel';
import { mishapOf } from './connectionErrors.ts';
import type { Patience, RawReply } from './exchange.ts';
import { askInstance, chooseInstance, type Instance, type InstanceRequest } from './instances.ts';

/** A request to a subgraph. Only a `repeatable` request, a query, is sent again when the connection drops; one whose connection is refused was never sent. */
interface SubgraphPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly repeatable: boolean;
}

/** Posts to the instances of one subgraph. */
export type PostToSubgraph = (post: SubgraphPost, patience: Patience) => Promise<RawReply>;

/** The instances that a request has tried, and whether it may be sent again if the connection drops. */
interface Tries {
  readonly tried: ReadonlySet<Instance>;
  readonly repeatable: boolean;
}

/** Rejects as `exchange` does, and with SUBREQUEST_HTTP_ERROR if all instances rest or the answer has an unexpected encoding. */
export function openSubgraphClient(name: string, instancesNow: () => readonly Instance[]): PostToSubgraph {
  return async ({ repeatable, ...request }, patience) => {
    const send = async (instance: Instance, tries: Tries): Promise<RawReply> => {
      try {
        return await askInOwnEncoding(name, instance, { request, patience });
      } catch (error) {
        const isDropped = mishapOf(error) === 'dropped';
        const tried = new Set(tries.tried).add(instance);
        const next = isSentAgain(error, tries) ? chooseInstance(instancesNow(), tried) : undefined;
        if (next) return send(next, { tried, repeatable: tries.repeatable && !isDropped });
        if (isDropped && tries.repeatable) return send(instance, { tried, repeatable: false }); // on another connection
        throw error;
      }
    };
    const first = chooseInstance(instancesNow());
    if (first) return send(first, { tried: new Set(), repeatable });
    const message = `${name} gets no requests for a while: it did not answer.`;
    throw new VaultError('SUBREQUEST_HTTP_ERROR', message);
  };
}

function isSentAgain(error: unknown, { repeatable }: Tries): boolean {
  const mishap = mishapOf(error);
  return mishap === 'refused' || (mishap === 'dropped' && repeatable);
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
