import { during } from './during.ts';
import type { Fleet } from './fleet.ts';
import { unusedPort } from '../ground/ports.ts';
import { embeddedNats, embeddedNatsUrl, writeNatsConfiguration } from '../nats/embeddedNats.ts';
import { operatorUser } from '../ground/brokerNames.ts';
import { embeddedPostgres } from '../postgres/embeddedPostgres.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import { logOf, type ServerSite } from '../ground/site.ts';
import { together } from './together.ts';

const mostTries = 5;

/** The database, as its owner, and the message broker that a stack works with. */
export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** Starts PostgreSQL and NATS, unless the environment names running ones. */
export async function launchServers(site: ServerSite, fleet: Fleet, signal: AbortSignal): Promise<Servers> {
  const [databaseUrl, natsUrl] = await together(signal, [
    (over) => launchPostgres(site, fleet, over),
    (over) => launchNats(site, fleet, over),
  ]);
  return { databaseUrl, natsUrl };
}

/** Starts the message broker; resolves to its URL for the operator. */
export async function launchNats(site: ServerSite, fleet: Fleet, signal: AbortSignal): Promise<string> {
  const { NATS_URL } = site.env;
  if (NATS_URL) return NATS_URL;
  const logFile = logOf(site, 'nats');
  await during('Starting NATS', async () =>
    fleet.launch(await embeddedNats({ ...site, logFile, signal }), signal),
  );
  return natsUrlOf(site);
}

/** Starts the database; resolves to its URL for the owner. */
export async function launchPostgres(site: ServerSite, fleet: Fleet, signal: AbortSignal): Promise<string> {
  return (
    site.env['DATABASE_URL'] || during('Starting PostgreSQL', () => launchOnSomePort(site, fleet, signal))
  );
}

/** PostgreSQL cannot choose a port itself, and another program may take the port that was chosen for it. */
async function launchOnSomePort(site: ServerSite, fleet: Fleet, signal: AbortSignal): Promise<string> {
  for (let tries = 1; ; tries++) {
    const spec = await postgresOn(await unusedPort(), site, signal);
    try {
      await fleet.launch(spec, signal);
      return spec.url();
    } catch (error) {
      if (signal.aborted || tries === mostTries || !foundPortTaken(error)) throw error;
      await fleet.dismiss(spec.name);
    }
  }
}

/** The error of a failed start ends with the process's last words. */
function foundPortTaken(error: unknown): boolean {
  return (error as Error).message.includes('could not bind');
}

function postgresOn(port: number, site: ServerSite, signal: AbortSignal): Promise<ProcessSpec> {
  const { stateDir, secrets } = site;
  const logFile = logOf(site, 'postgres');
  return embeddedPostgres({ stateDir, port, password: secrets.postgres, logFile, signal });
}

/** Returns the URL of a stack's broker for one of its users, by default the operator. A broker that the environment names has its own users. */
export function natsUrlOf(
  { env, secrets, ports }: Pick<ServerSite, 'env' | 'secrets' | 'ports'>,
  user: string = operatorUser,
): string {
  const password = user === operatorUser ? secrets.nats : (secrets.brokers[user] ?? '');
  return env['NATS_URL'] || embeddedNatsUrl(ports.nats, user, password);
}

/** Lets the embedded broker load the users that were added to the secrets; existing connections are not disturbed. */
export function admitToBroker(site: ServerSite, fleet: Fleet): void {
  if (!fleet.has('nats')) return;
  writeNatsConfiguration(site);
  const { pid } = fleet.find('nats');
  if (pid !== undefined) process.kill(pid, 'SIGHUP');
}
