import { hearPlugins, pluginConfigured, type HookHandler, type Plugin } from '@nimbusvault/sdk/internal';
import type { HostedVault } from '@nimbusvault/sdk/kernel';

/** The handlers that write what plugins report into the audit log, in the one plugin that has it. */
export function auditHandlersOf({ audit }: Plugin): readonly HookHandler[] {
  if (!audit) return [];
  return [
    hearPlugins(pluginConfigured, async ({ fields }, vault) => {
      const { handling }: HostedVault = vault;
      const subject = { subjectType: 'Plugin', subjectId: handling?.source ?? '' };
      await audit.add(
        { action: 'plugin.configured', outcome: 'done', ...subject, reason: null, details: { fields } },
        vault,
      );
    }),
  ];
}
