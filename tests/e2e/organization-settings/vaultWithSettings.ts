import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

/** The handler shows what it was configured with as a bookmark, whose title a test reads. */
const hooks = `
import { entityArchived, entityCreated, entityDeleted, on, orgSettingsOf, secret, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { bookmarks } from './bll/bookmarks/service.ts';

export const organizationSettings = z.object({
  webhook: secret(z.url()),
  channel: z.string().default('general'),
});

const note = (title: string, id: string, vault: Vault) =>
  bookmarks.create({ title, targetUrl: \`https://vault.test/\${id}\`, sharedBy: null }, vault);

export const hooks = [
  on(entityCreated, async ({ entityType, entityId }, vault) => {
    if (entityType !== 'Document') return;
    const { webhook, channel } = await orgSettingsOf<typeof organizationSettings>(vault);
    await note(\`created \${channel} \${new URL(webhook).host}\`, entityId, vault);
  }),
  on(entityArchived, async ({ entityId }, vault) => note('archived', entityId, vault)),
  on(entityDeleted, async ({ entityId }, vault) => note('deleted', entityId, vault), { whenOff: true }),
];
`;

/** A vault whose Bookmarks each organization configures for itself. */
export function startVaultWithSettings(): Promise<OwnVault> {
  return startOwnVault(undefined, async (folder) => {
    const plugin = join(folder, 'plugin-subgraphs/Bookmarks');
    writeFileSync(join(plugin, 'hooks.ts'), hooks);
    const file = join(plugin, 'Bookmarks.ts');
    const text = readFileSync(file, 'utf8')
      .replace('import { hooks }', 'import { hooks, organizationSettings }')
      .replace('  hooks,\n', '  hooks,\n  organizationSettings,\n');
    writeFileSync(file, text);
  });
}
