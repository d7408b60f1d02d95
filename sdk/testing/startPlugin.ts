import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeOutbox, type Hook, type Plugin, type Schedule } from '@nimbusvault/sdk/internal';
import { encryptionKeysName, ownerOfHook, type Tenant, type Vault } from '@nimbusvault/sdk/kernel';
import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import { migrate, openPlugin, turnOff, turnOn, type OpenedPlugin } from '@nimbusvault/runtime';
import { serveSubgraph, type ServeOptions } from '@nimbusvault/runtime/serve';
import type { Running } from '@nimbusvault/runtime/process';
import type { RunningServers } from '@nimbusvault/vault';
import { ask, type Answer } from './ask.ts';
import type { Operated } from './openInMemory.ts';
import { takeServers } from './takeServers.ts';

/** A plugin that runs on its own PostgreSQL and NATS, without core and gateway. */
export interface StartedPlugin extends AsyncDisposable {
  readonly servers: RunningServers;
  /** The database as the plugin's runtime role. */
  readonly databaseUrl: string;
  /** The plugin's bll, without HTTP. */
  readonly opened: OpenedPlugin;
  /** Queries the subgraph as the gateway would for this tenant. */
  query(tenant: Tenant, query: string, variables?: object): Promise<Answer>;
  /** Turns the plugin on or off for the org, as one of its admins does. */
  turn(way: 'on' | 'off', org: string): Promise<void>;
  /** Fires a hook for the org in the name of its owner; it passes through the outbox and NATS to the plugin's handlers. */
  fire<Payload extends z.ZodType>(hook: Hook<Payload>, payload: z.input<Payload>, org: string): Promise<void>;
  /** Fires a schedule in one organization, for now or for another time; its task runs as any other. Returns the task's id. */
  fireSchedule(schedule: Schedule, org: string, scheduledFor?: Date): Promise<string>;
}

/**
 * Starts a plugin for its tests, on `settings`: migrated, served over HTTP, its hooks connected. It logs nothing unless
 * NIMBUS_LOG_LEVEL is set.
 */
export async function startPlugin(
  plugin: Plugin,
  settings: object = {},
  { outside, ...conduct }: Pick<ServeOptions, 'retry'> & Operated = {},
): Promise<StartedPlugin> {
  await using starting = new AsyncDisposableStack();
  const servers = await takeServers();
  starting.defer(() => servers.stop());
  const databaseUrl = runtimeUrl(plugin, servers);
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-settings-'));
  starting.defer(() => rmSync(folder, { recursive: true }));
  const settingsFile = writeSettings(folder, plugin, { settings, outside });
  await migrate(plugin, { owner: servers.databaseUrl, runtime: databaseUrl });
  const opened = starting.use(await openPlugin(plugin, { databaseUrl, settingsFile, logLevel: logLevel() }));
  const { natsUrl } = servers;
  const gateway = await serveAlone(plugin, { ...conduct, databaseUrl, natsUrl, settingsFile });
  starting.defer(() => gateway.stop());
  const started = starting.move();
  return {
    servers,
    databaseUrl,
    opened,
    query: gateway.query,
    async turn(way, org) {
      await (way === 'on' ? turnOn : turnOff)({ plugin: plugin.name, databaseUrl, org });
    },
    fire: (hook, payload, org) => opened.transaction(org, (vault) => fireNow(hook, payload, vault)),
    fireSchedule: (schedule, org, scheduledFor = new Date()) =>
      opened.transaction(org, (vault) => enqueueNow(schedule, scheduledFor, vault)),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function fireNow<Payload extends z.ZodType>(
  hook: Hook<Payload>,
  payload: z.input<Payload>,
  vault: Vault,
): Promise<void> {
  hook.fire(payload, { ...vault, plugin: ownerOfHook(hook, vault.plugin) });
  await writeOutbox(vault);
}

async function enqueueNow({ task, payloadOf }: Schedule, scheduledFor: Date, vault: Vault): Promise<string> {
  const id = task.enqueue(payloadOf({ scheduledFor: scheduledFor.toISOString() }), vault);
  await writeOutbox(vault);
  return id;
}

type Site = Pick<ServeOptions, 'databaseUrl' | 'natsUrl' | 'settingsFile' | 'retry'>;

/** Serves the subgraph and queries it as the gateway would, with its own assertions. */
async function serveAlone(
  plugin: Plugin,
  site: Site,
): Promise<Pick<StartedPlugin, 'query'> & Pick<Running, 'stop'>> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const assertionPublicKey = JSON.stringify(publicKey.export({ format: 'jwk' }));
  const { url, stop } = await serveSubgraph(plugin, {
    ...site,
    host: '127.0.0.1',
    port: 0,
    assertionPublicKey,
    logLevel: logLevel(),
  });
  const key = await importAssertionKey(JSON.stringify(privateKey.export({ format: 'jwk' })));
  const query: StartedPlugin['query'] = async (tenant, text, variables) => {
    const assertion = await signAssertion(tenant, plugin.name, key);
    return ask(url, { [assertionHeader]: assertion }, { query: text, variables });
  };
  return { query, stop };
}

function logLevel(): string {
  return process.env['NIMBUS_LOG_LEVEL'] ?? 'silent';
}

function runtimeUrl(plugin: Plugin, { databaseUrl }: RunningServers): string {
  const url = new URL(databaseUrl);
  url.username = `vault_${plugin.schemaName}`;
  url.password = randomBytes(12).toString('hex');
  return url.href;
}

interface Written extends Operated {
  readonly settings: object;
}

function writeSettings(folder: string, plugin: Plugin, { settings, outside = [] }: Written): string {
  const file = join(folder, 'vault-settings.json');
  const section = { ...encryptionKeys(folder, plugin), ...settings };
  writeFileSync(
    file,
    JSON.stringify({ Base: { outside: { [plugin.name]: outside } }, [plugin.name]: section }),
  );
  return file;
}

/** A key for the secrets of the organizations, if the plugin has such secrets. */
function encryptionKeys(folder: string, { organizationSettings }: Plugin): object {
  if (!organizationSettings?.fields.some(({ isSecret }) => isSecret)) return {};
  const file = join(folder, 'encryption-key');
  writeFileSync(file, randomBytes(32).toString('base64'));
  return { [encryptionKeysName]: { current: `\${file.${file}}` } };
}
