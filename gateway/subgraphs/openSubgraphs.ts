import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { OpenSubgraph, SubgraphRequest } from '../executor/execution.ts';
import type { RequestContext } from '../executor/requestContext.ts';
import { inPublicWords } from './connectionErrors.ts';
import type { RawReply } from './exchange.ts';
import { countTraffic } from './countTraffic.ts';
import { createDeduplicator, type Deduplicator } from './deduplicator.ts';
import { openInstance, type Instance, type SubgraphLimits } from './instances.ts';
import { openLeases } from './leases.ts';
import type { Network } from './network.ts';
import { readAnswer } from './readAnswer.ts';
import { probe, type Finding } from './probe.ts';
import { createLocations } from './locations.ts';
import { openSubgraphClient, type PostToSubgraph } from './subgraphClient.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';

/** The subgraphs that query plans fetch from. */
interface Subgraphs extends Network {
  /** Opens a subgraph with an instance at each URL. */
  open(name: string, urls: readonly string[]): OpenSubgraph;
  /** Finds out whether the open subgraphs answer this gateway. */
  probe(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** The state of a subgraph's instances stays for as long as a supergraph names them, and a minute more. */
export function openSubgraphs(limits: SubgraphLimits, policy: SubgraphPolicy, log: VaultLog): Subgraphs {
  const leases = openLeases(({ pool }: Instance) => pool.close());
  const locations = createLocations((name, url) =>
    leases.take(`${name} ${url}`, () => openInstance(name, url, { ...limits, log })),
  );
  const openNow = new Map<object, Located>();
  const traffic = countTraffic();
  const deduplicator = createDeduplicator<RawReply>(limits.deadline);
  return {
    open(name, urls) {
      const own = locations.take(name, urls);
      const instances = () => locations.of(name) ?? own.instances;
      const post = openSubgraphClient(name, instances);
      const ask = traffic.count(name, askBy({ name, policy, post, deduplicator }));
      openNow.set(own, { name, instances });
      const release = () => {
        openNow.delete(own);
        own.release();
      };
      return { name, policy, ask, release };
    },
    async probe() {
      const { vouchForProbe: vouch } = policy;
      const latest = new Map([...openNow.values()].map((located) => [located.name, located]));
      const each = [...latest.values()].map(
        ({ name, instances }) => [name, instances().map(({ url }) => url)] as const,
      );
      return vouch ? Promise.all(each.map(([name, urls]) => probe(name, urls, vouch))) : [];
    },
    locate: locations.locate,
    traffic: traffic.now,
    close: leases.close,
  };
}

interface Located {
  readonly name: string;
  readonly instances: () => readonly Instance[];
}

/** How a subgraph is called. */
interface Way {
  readonly name: string;
  readonly policy: SubgraphPolicy;
  readonly post: PostToSubgraph;
  readonly deduplicator: Deduplicator<RawReply>;
}

function askBy({ name, policy, post, deduplicator }: Way): OpenSubgraph['ask'] {
  const send = ({ body, isMutation }: SubgraphRequest, context: RequestContext, identity: Identity) => {
    const request = { body, headers: headersOf(context, identity), repeatable: !isMutation };
    const posted = post.bind(undefined, request);
    if (isMutation) return deduplicator.alone(context.signal, posted).finally(deduplicator.seal);
    const asker = context.trace ? context.requestId : Object.values(identity).join(' ');
    return deduplicator.share(`${name} ${asker} ${body}`, context.signal, posted);
  };
  return async (request, context) => {
    const identity = await policy.headersFor(name, context);
    const reply = await send(request, context, identity).catch((cause: unknown) => {
      throw inPublicWords(name, cause);
    });
    return readAnswer({ name, policy }, reply);
  };
}

type Identity = Readonly<Record<string, string>>;

function headersOf(context: RequestContext, identity: Identity) {
  const { requestId, traceparent, idempotencyKey } = context;
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-request-id': requestId,
    ...identity,
    ...(traceparent ? { traceparent } : {}),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
  };
}
