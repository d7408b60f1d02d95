import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { subgraphs } from './scenario.ts';
import { startSubject, type Subject } from './subjects.ts';

const people = 1_000;
const userId = (index: number) => `11111111-1111-4111-8111-${String(index).padStart(12, '0')}`;

const anyRate = { perSecond: 1_000_000, burst: 1_000_000 };

/** Our gateway as it serves a vault: it verifies tokens, makes assertions and writes its log. `authorizations` holds the tokens of a thousand users. */
export async function startVaultSubject(
  folder: string,
  origin: string,
): Promise<{ readonly subject: Subject; readonly authorizations: readonly string[] }> {
  const identity = await generateKeyPair('EdDSA', { extractable: true });
  const assertion = await generateKeyPair('EdDSA', { extractable: true });
  const [issuer, audience] = ['bench', 'bench'];
  const key = JSON.stringify(await exportJWK(identity.publicKey));
  const limits = { rate: { org: anyRate, user: anyRate } };
  const settings = { Base: { active_plugins: [], identity: { issuer, audience, key }, limits } };
  writeFileSync(join(folder, 'vault-settings.json'), JSON.stringify(settings));
  writeFileSync(join(folder, 'Core.graphql'), subgraphs.accounts.sdl);
  const yaml = `subgraphs:\n  Core:\n    routing_url: ${origin}/accounts\n    schema:\n      file: ./Core.graphql\n`;
  writeFileSync(join(folder, 'supergraph.yaml'), yaml);
  const subject = await startSubject('gateway/bin/nimbus-gateway.mjs', [], {
    env: {
      HOST: '127.0.0.1',
      PORT: '0',
      NIMBUS_SETTINGS: join(folder, 'vault-settings.json'),
      NIMBUS_SUPERGRAPH: join(folder, 'supergraph.yaml'),
      NIMBUS_ASSERTION_PRIVATE_KEY: JSON.stringify(await exportJWK(assertion.privateKey)),
      NODE_ENV: 'production',
    },
  });
  const authorizations = await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      const token = new SignJWT({ org: 'acme', roles: ['member'] })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId(index))
        .setExpirationTime('1h');
      return `Bearer ${await token.sign(identity.privateKey)}`;
    }),
  );
  return { subject, authorizations };
}
