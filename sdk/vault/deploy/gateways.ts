import type { GatewayReport } from '@nimbusvault/runtime/registry';
import type { DeployGround } from './ground.ts';
import { until } from './until.ts';

const longestFollowingMs = 60_000;

/** The gateways' response to an activation: their number, and the reason of the first one that refuses. */
interface Followers {
  readonly gateways: number;
  readonly refused: string | undefined;
}

/** `1 gateway`, `3 gateways`. */
export function countGateways(count: number): string {
  return `${count} ${count === 1 ? 'gateway' : 'gateways'}`;
}

/** The condition to wait for: a revision, a plugin that is served or refused, and a minimum number of gateways. */
interface Expected {
  readonly revision: number;
  readonly plugin?: string;
  readonly fewest?: number;
}

/** Waits until every running gateway follows an activation. */
export async function untilGatewaysFollow(
  { registry }: Pick<DeployGround, 'registry'>,
  { revision, plugin, fewest = 0 }: Expected,
): Promise<Followers> {
  const reports = () => [...registry.registry().gateway.values()];
  const follows = (report: GatewayReport) => report.catalogue >= revision && isSettled(report, plugin);
  const settled = await until(() => {
    const all = reports();
    return all.length >= fewest && all.every(follows) ? all : undefined;
  }, longestFollowingMs);
  if (!settled) return { gateways: reports().length, refused: 'A gateway did not follow within a minute.' };
  const [refused] = settled.flatMap((report) => refusalOf(report, plugin) ?? []);
  return { gateways: settled.length, refused };
}

function isSettled(report: GatewayReport, plugin: string | undefined): boolean {
  return plugin === undefined || plugin in report.serving || refusalOf(report, plugin) !== undefined;
}

function refusalOf({ refused }: GatewayReport, plugin: string | undefined): string | undefined {
  return refused.find(({ name }) => name === plugin)?.faults.join(' ');
}
