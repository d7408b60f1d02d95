import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { OpenSubgraph } from '../executor/execution.ts';
import type { RequestContext } from '../executor/requestContext.ts';
import type { RawReply } from './exchange.ts';
import { createInFlight } from './inFlight.ts';
import { openInstance } from './instances.ts';
import { openLeases } from './leases.ts';
import { readAnswer } from './readAnswer.ts';
import { openSubgraphClient, type SubgraphLimits } from './subgraphClient.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';

/** The subgraphs that query plans fetch from. */
export interface Subgraphs {
  /** Opens a subgraph with an instance at each URL. */
  open(name: string, urls: readonly string[]): OpenSubgraph;
  close(): Promise<void>;
}

/** What is known of a subgraph's instances stays for as long as a supergraph names them, and a minute more. */
export function openSubgraphs(limits: SubgraphLimits, policy: SubgraphPolicy, log: VaultLog): Subgraphs {
  const instances = openLeases(
    ({ name, url }: Site) => openInstance(name, url, { ...limits, log }),
    ({ pool }) => pool.close(),
  );
  const inFlight = createInFlight<RawReply>(limits.deadline);
  return {
    open(name, urls) {
      const leases = urls.map((url) => instances.take(`${name} ${url}`, { name, url }));
      const post = openSubgraphClient(
        name,
        leases.map(({ value }) => value),
      );
      const origin = { name, policy };
      return {
        ...origin,
        async ask({ body, isMutation }, context) {
          const identity = await policy.headersFor(name, context);
          const request = { body, headers: headersOf(context, identity), repeatable: !isMutation };
          const send = post.bind(undefined, request);
          if (isMutation) {
            const reply = await inFlight.alone(context.signal, send).finally(inFlight.seal);
            return readAnswer(origin, reply);
          }
          const asker = context.trace ? context.requestId : Object.values(identity).join(' ');
          const key = `${name} ${asker} ${body}`;
          return readAnswer(origin, await inFlight.share(key, context.signal, send));
        },
        release: () => leases.forEach(({ end }) => end()),
      };
    },
    close: instances.close,
  };
}

interface Site {
  readonly name: string;
  readonly url: string;
}

function headersOf(context: RequestContext, identity: Readonly<Record<string, string>>) {
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
