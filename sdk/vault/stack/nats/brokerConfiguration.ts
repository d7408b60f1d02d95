import type { Secrets } from '../ground/secrets.ts';
import { gatewayUser, operatorUser } from '../ground/brokerNames.ts';
import { gatewayPermissions, subgraphPermissions } from './brokerUsers.ts';

/** The address of a NATS server, and the folder of its streams. */
interface BrokerSite {
  readonly listen: string;
  /** The address of its health check; none by default. */
  readonly http?: string;
  readonly folder: string;
}

/** The text of nats.conf: JetStream on disk, and a user for the operator, the gateway and each subgraph. */
export function brokerConfiguration(
  { listen, http, folder }: BrokerSite,
  secrets: Pick<Secrets, 'nats' | 'brokers'>,
): string {
  const lines = [
    `listen: ${JSON.stringify(listen)}`,
    ...(http ? [`http: ${JSON.stringify(http)}`] : []),
    `jetstream { store_dir: ${JSON.stringify(folder)} }`,
    `authorization { users: ${JSON.stringify(usersOf(secrets), undefined, 2)} }`,
    '',
  ];
  return lines.join('\n');
}

function usersOf({ nats, brokers }: Pick<Secrets, 'nats' | 'brokers'>): readonly object[] {
  const processes = Object.entries(brokers).map(([user, password]) => ({
    user,
    password,
    permissions: user === gatewayUser ? gatewayPermissions() : subgraphPermissions(user),
  }));
  return [{ user: operatorUser, password: nats }, ...processes];
}
