import { keys } from '../registry/state/entries.ts';
import { mirrorTable, type MirrorSite } from './mirrorTable.ts';

/** Writes to the registry which organizations have turned the plugin on or off. */
export function publishSwitches(site: MirrorSite): { stop(): Promise<void> } {
  const plugin = site.plugin.name;
  return mirrorTable(
    {
      name: 'plugin_switch',
      changedSql: `
        select org, is_on as "isOn", version, changed_at as "changedAt"
          from plugin_switch where changed_at >= $1 order by changed_at`,
      keyOf: ({ org }: Turned) => keys.switched({ plugin, org }),
      valueOf: ({ org, isOn }: Turned) => ({ plugin, org, isOn }),
    },
    site,
  );
}

interface Turned {
  readonly org: string;
  readonly isOn: boolean;
  readonly version: number;
  readonly changedAt: Date;
}
