import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { subgraphs } from './scenario.ts';
import { startSubject, type Subject } from './subjects.ts';

const userId = (index: number) => `11111111-1111-4111-8111-${String(index).padStart(12, '0')}`;

/** The options of a vault's gateway: `plugins` are the subgraphs beside accounts, which is its core. */
interface VaultOptions {
  readonly limits?: object;
  readonly cores?: string;
  readonly plugins?: readonly (keyof typeof subgraphs)[];
}

interface VaultSubject {
  readonly subject: Subject;
  /** The Authorization of a user of an organization. */
  authorize(org: string, user: number): Promise<string>;
}

/** Our gateway as it serves a vault: it verifies tokens, makes assertions and writes its log. */
export async function startVaultSubject(
  folder: string,
  origin: string,
  { limits = {}, cores = '0', plugins = [] }: VaultOptions = {},
): Promise<VaultSubject> {
  const identity = await generateKeyPair('EdDSA', { extractable: true });
  const assertion = await generateKeyPair('EdDSA', { extractable: true });
  const [issuer, audience] = ['bench', 'bench'];
  const key = JSON.stringify(await exportJWK(identity.publicKey));
  const base = { active_plugins: plugins.map(nameOf), identity: { issuer, audience, key }, limits };
  writeFileSync(join(folder, 'vault-settings.json'), JSON.stringify({ Base: base }));
  writeSupergraph(folder, origin, plugins);
  const subject = await startSubject('gateway/bin/nimbus-gateway.mjs', [], {
    cores,
    env: {
      HOST: '127.0.0.1',
      PORT: '0',
      NIMBUS_SETTINGS: join(folder, 'vault-settings.json'),
      NIMBUS_SUPERGRAPH: join(folder, 'supergraph.yaml'),
      NIMBUS_ASSERTION_PRIVATE_KEY: JSON.stringify(await exportJWK(assertion.privateKey)),
      NODE_ENV: 'production',
    },
  });
  const authorize = async (org: string, user: number) => {
    const token = new SignJWT({ org, roles: ['member'] })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId(user))
      .setExpirationTime('1h');
    return `Bearer ${await token.sign(identity.privateKey)}`;
  };
  return { subject, authorize };
}

function writeSupergraph(folder: string, origin: string, plugins: readonly (keyof typeof subgraphs)[]): void {
  const all = [['Core', 'accounts'] as const, ...plugins.map((plugin) => [nameOf(plugin), plugin] as const)];
  for (const [name, part] of all) writeFileSync(join(folder, `${name}.graphql`), subgraphs[part].sdl);
  const entries = all.map(
    ([name, part]) =>
      `  ${name}:\n    routing_url: ${origin}/${part}\n    schema:\n      file: ./${name}.graphql\n`,
  );
  writeFileSync(join(folder, 'supergraph.yaml'), `subgraphs:\n${entries.join('')}`);
}

const nameOf = (plugin: string) => `${plugin.charAt(0).toUpperCase()}${plugin.slice(1)}`;
