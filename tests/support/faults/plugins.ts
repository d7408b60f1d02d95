import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunningServers } from '@nimbusvault/vault';

export const nimbusSubgraph = resolve('sdk/runtime/bin/nimbus-subgraph.mjs');

/** Plugins on a test's own servers: migrated, each with the environment for `nimbus-subgraph serve <Name>`. */
export interface Plugins extends Disposable {
  /** The private JWK of the assertions that their subgraphs trust. */
  readonly assertionKey: string;
  /** The database as the runtime role of a plugin. */
  databaseUrlOf(name: string): string;
  environmentOf(name: string): NodeJS.ProcessEnv;
}

/** Migrates the plugins that `folder` has as `<Name>.ts`. Their settings are the defaults. */
export async function migratePlugins(
  folder: string,
  names: readonly string[],
  { databaseUrl, natsUrl }: Pick<RunningServers, 'databaseUrl' | 'natsUrl'>,
): Promise<Plugins> {
  const site = mkdtempSync(join(tmpdir(), 'nimbusvault-plugins-'));
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const urls = Object.fromEntries(names.map((name) => [name, runtimeUrl(name, databaseUrl)]));
  const shared = {
    PATH: process.env['PATH'],
    NATS_URL: natsUrl,
    NIMBUS_SETTINGS: writeSettings(site),
    NIMBUS_SUPERGRAPH: writeSupergraph(site, folder, names),
    NIMBUS_ASSERTION_PUBLIC_KEY: JSON.stringify(publicKey.export({ format: 'jwk' })),
  };
  const roles = names.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, urls[name]]);
  const env = { ...shared, ...Object.fromEntries(roles), OWNER_DATABASE_URL: databaseUrl };
  await promisify(execFile)(process.execPath, [nimbusSubgraph, 'migrate', ...names], { env });
  return {
    assertionKey: JSON.stringify(privateKey.export({ format: 'jwk' })),
    databaseUrlOf: (name) => urls[name] ?? '',
    environmentOf: (name) => ({ ...shared, DATABASE_URL: urls[name] }),
    [Symbol.dispose]: () => rmSync(site, { recursive: true }),
  };
}

function runtimeUrl(name: string, ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = `vault_${name.toLowerCase()}`;
  url.password = randomBytes(12).toString('hex');
  return url.href;
}

function writeSettings(site: string): string {
  const file = join(site, 'vault-settings.json');
  writeFileSync(file, '{ "Base": {} }');
  return file;
}

/** The schema files need not exist: their paths only locate the plugins. */
function writeSupergraph(site: string, folder: string, names: readonly string[]): string {
  const file = join(site, 'supergraph.yaml');
  const subgraphs = names.map((name) => [name, { schema: { file: resolve(folder, 'schema.graphql') } }]);
  writeFileSync(file, JSON.stringify({ subgraphs: Object.fromEntries(subgraphs) }));
  return file;
}
