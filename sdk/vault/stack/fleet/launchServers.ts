import { during } from './during.ts';
import type { Fleet } from './fleet.ts';
import { freePorts } from '../ground/freePorts.ts';
import { embeddedNats, embeddedNatsUrl, writeNatsConfiguration } from '../nats/embeddedNats.ts';
import { operatorUser } from '../ground/brokerNames.ts';
import { embeddedPostgres } from '../postgres/embeddedPostgres.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import { logOf, type ServerSite } from '../ground/site.ts';
import { together } from './together.ts';

/** The database, as its owner, and the message broker that a stack works with. */
export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** Starts PostgreSQL and NATS, each unless the environment names one that runs already. */
export async function launchServers(site: ServerSite, fleet: Fleet, signal: AbortSignal): Promise<Servers> {
  const { DATABASE_URL, NATS_URL } = site.env;
  const [postgresPort = 0] = await freePorts(1);
  const launch = async (embedding: Promise<ProcessSpec>, over: AbortSignal) => {
    const spec = await embedding;
    await fleet.launch(spec, over);
    return spec.url;
  };
  const [databaseUrl, natsUrl] = await together(signal, [
    async (over) =>
      DATABASE_URL || during('Starting PostgreSQL', () => launch(postgresOn(postgresPort, site, over), over)),
    async (over) => NATS_URL || during('Starting NATS', () => launch(natsOn(site, over), over)),
  ]);
  return { databaseUrl, natsUrl };
}

function postgresOn(port: number, site: ServerSite, signal: AbortSignal): Promise<ProcessSpec> {
  const { stateDir, secrets } = site;
  const logFile = logOf(site, 'postgres');
  return embeddedPostgres({ stateDir, port, password: secrets.postgres, logFile, signal });
}

/** Where the broker of a stack is, or will be, for one of its users: the operator unless given. One that the environment names has its own users. */
export function natsUrlOf(
  { env, secrets, natsPort }: Pick<ServerSite, 'env' | 'secrets' | 'natsPort'>,
  user: string = operatorUser,
): string {
  const password = user === operatorUser ? secrets.nats : (secrets.brokers[user] ?? '');
  return env['NATS_URL'] || embeddedNatsUrl(natsPort, user, password);
}

function natsOn(site: ServerSite, signal: AbortSignal): Promise<ProcessSpec> {
  const { stateDir, secrets, env, tell, natsPort: port } = site;
  const logFile = logOf(site, 'nats');
  return embeddedNats({ stateDir, port, secrets, logFile, env, tell, signal });
}

/** Has the embedded broker know the users that came to the secrets; nobody who is connected is disturbed. */
export function admitToBroker({ stateDir, secrets, natsPort: port }: ServerSite, fleet: Fleet): void {
  if (!fleet.has('nats')) return;
  writeNatsConfiguration({ stateDir, port, secrets });
  const { pid } = fleet.find('nats');
  if (pid !== undefined) process.kill(pid, 'SIGHUP');
}
