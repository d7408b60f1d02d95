import type { Registry } from '@nimbusvault/runtime/registry';

/** A subgraph's answers to each gateway, by the gateway's id. */
type TrafficByGateway = ReadonlyMap<string, { readonly answered: number; readonly failed: number }>;

const none = { answered: 0, failed: 0 };

export function trafficOf(registry: Registry, plugin: string): TrafficByGateway {
  return new Map([...registry.gateway.values()].map(({ id, traffic }) => [id, traffic[plugin] ?? none]));
}

/** The number of requests since, and the share of them that failed. */
export function failingShare(
  before: TrafficByGateway,
  now: TrafficByGateway,
): { readonly requests: number; readonly share: number } {
  let [answered, failed] = [0, 0];
  for (const [id, traffic] of now) {
    const earlier = before.get(id) ?? none;
    answered += traffic.answered - earlier.answered;
    failed += traffic.failed - earlier.failed;
  }
  const requests = answered + failed;
  return { requests, share: requests === 0 ? 0 : failed / requests };
}
