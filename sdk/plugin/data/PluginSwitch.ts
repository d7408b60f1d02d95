import { defineEntity, p } from '@mikro-orm/core';
import type { Vault } from '../kernel/index.ts';

const PluginSwitchSchema = defineEntity({
  name: 'PluginSwitch',
  tableName: 'plugin_switch',
  properties: {
    org: p.string().primary(),
    isOn: p.boolean(),
  },
});

/** Whether an organization has turned the plugin on or off. */
export class PluginSwitch extends PluginSwitchSchema.class {}
PluginSwitchSchema.setClass(PluginSwitch);

/** Whether the plugin is on for the vault's organization, as of now: it is, unless an admin has turned it off. */
export async function isOn({ em, org }: Pick<Vault, 'em' | 'org'>): Promise<boolean> {
  const row = await em.findOne(PluginSwitch, { org }, { disableIdentityMap: true });
  return row?.isOn ?? true;
}
