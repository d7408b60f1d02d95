import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServers, type RunningServers } from '@nimbusvault/vault';
import { ask, type Answer } from '@nimbusvault/testing';
import { readServices } from './composeFile.ts';
import { readStages } from './dockerfile.ts';
import { layImage } from './layImage.ts';
import { makeKeys } from './makeKeys.ts';
import { runService, type RunningService } from './runService.ts';

const published = ['core', 'bookmarks', 'gateway'];

/** A compose project without Docker: its hosts are ports of this machine, and its servers are the embedded ones. */
export interface Project extends AsyncDisposable {
  /** Builds a service's image and runs it; `change` changes the folder of the image before. */
  up(service: string, change?: (image: string) => void): RunningService;
  /** The URL of the gateway. */
  readonly url: string;
  /** Queries the gateway as the development user. */
  ask(query: string): Promise<Answer>;
}

/** Opens the project of a compose file, with new keys. */
export async function openProject(root: string, composeFile: string): Promise<Project> {
  const servers = await startServers({ subgraphs: ['Core', 'Bookmarks'] });
  const keys: NodeJS.Dict<string> = { ...makeKeys(root), ...passwordsOf(servers) };
  const services = readServices(composeFile, keys);
  const hosts = await hostsFor(servers);
  const url = `http://${hosts.get('gateway:4000')}`;
  const workshop = mkdtempSync(join(tmpdir(), 'nimbusvault-images-'));
  const stages = readStages(join(root, 'Dockerfile'));
  const running: RunningService[] = [];
  return {
    up(name, change) {
      const { build, command, environment = {} } = services[name] ?? {};
      const image = layImage(build?.target ?? '', {
        workshop,
        stages,
        context: root,
        args: build?.args ?? {},
      });
      change?.(image.folder);
      const env = Object.entries(environment).map(([variable, value]) => [variable, atHosts(value, hosts)]);
      const port = hosts.get(`${name}:4000`)?.split(':')[1] ?? '0';
      const service = runService(image, command ?? image.command, { ...Object.fromEntries(env), PORT: port });
      running.push(service);
      return service;
    },
    url,
    ask: (query) => {
      const headers = { authorization: `Bearer ${keys['NIMBUS_DEVELOPMENT_TOKEN']}` };
      return ask(`${url}/graphql`, headers, { query });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map((service) => service.stop()));
      await servers.stop();
      rmSync(workshop, { recursive: true });
    },
  };
}

function passwordsOf({ databaseUrl, natsUrlOf }: RunningServers) {
  const natsPassword = (user: string) => new URL(natsUrlOf(user)).password;
  return {
    POSTGRES_PASSWORD: new URL(databaseUrl).password,
    NATS_GATEWAY_PASSWORD: natsPassword('gateway'),
    NATS_CORE_PASSWORD: natsPassword('Core'),
    NATS_BOOKMARKS_PASSWORD: natsPassword('Bookmarks'),
  };
}

/** The addresses of the compose file's hosts on this machine. */
async function hostsFor({ databaseUrl, natsUrl }: RunningServers): Promise<ReadonlyMap<string, string>> {
  const own = published.map(async (name) => [`${name}:4000`, `127.0.0.1:${await freePort()}`] as const);
  const servers = [
    ['postgres:5432', new URL(databaseUrl).host],
    ['nats:4222', new URL(natsUrl).host],
  ] as const;
  return new Map([...servers, ...(await Promise.all(own))]);
}

function atHosts(value: string, hosts: ReadonlyMap<string, string>): string {
  return [...hosts].reduce((text, [host, here]) => text.replace(new RegExp(`(?<=//|@)${host}`), here), value);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
