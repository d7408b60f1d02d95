import type { SettingsFault } from './settingsFaults.ts';

const suffixes = ['_Plugin', 'Plugin'];
const keyedByPlugin = ['addresses', 'outside'];

/** Returns the plugin that a name in the settings means: that of the name, or else that of the name without `_Plugin` or `Plugin`. */
export function meantPlugin(written: string, pluginNames: () => readonly string[]): string {
  if (!suffixes.some((suffix) => written.endsWith(suffix))) return written;
  const names = pluginNames();
  const shorter = suffixes.flatMap((suffix) =>
    written.endsWith(suffix) ? written.slice(0, -suffix.length) : [],
  );
  return [written, ...shorter].find((name) => names.includes(name)) ?? written;
}

/** The settings with each plugin under its own name. */
interface NamedSections {
  readonly sections: Readonly<Record<string, unknown>>;
  /** The key in the file of each section. */
  readonly written: ReadonlyMap<string, string>;
  /** A fault for each plugin that is named in two ways. */
  readonly faults: readonly SettingsFault[];
}

/** Gives the sections, the active plugins, and what `Base` has by plugin, the plugins' own names. */
export function nameSections(
  { Base, ...plugins }: Readonly<Record<string, unknown>>,
  pluginNames: () => readonly string[],
): NamedSections {
  const own = nameKeys(plugins, [], pluginNames);
  const base = nameBase(Base, pluginNames);
  return {
    sections: { ...(Base === undefined ? {} : { Base: base.value }), ...own.value },
    written: own.written,
    faults: [...own.faults, ...base.faults],
  };
}

function nameBase(Base: unknown, pluginNames: () => readonly string[]) {
  if (!isRecord(Base)) return { value: Base, faults: [] };
  const named = { ...Base };
  const faults: SettingsFault[] = [];
  for (const key of keyedByPlugin) {
    const keys = Base[key];
    if (!isRecord(keys)) continue;
    const own = nameKeys(keys, ['Base', key], pluginNames);
    named[key] = own.value;
    faults.push(...own.faults);
  }
  const active = Base['active_plugins'];
  if (Array.isArray(active)) {
    named['active_plugins'] = active.map((name: unknown) =>
      typeof name === 'string' ? meantPlugin(name, pluginNames) : name,
    );
    faults.push(...twice(active, pluginNames));
  }
  return { value: named, faults };
}

/** One spelling twice is a fault of the schema. */
function twice(active: readonly unknown[], pluginNames: () => readonly string[]): readonly SettingsFault[] {
  const firsts = new Map<string, string>();
  return active.flatMap((name, index) => {
    if (typeof name !== 'string') return [];
    const plugin = meantPlugin(name, pluginNames);
    const first = firsts.get(plugin);
    if (first === undefined) firsts.set(plugin, name);
    if (first === undefined || first === name) return [];
    return [twoSpellings(['Base', 'active_plugins', String(index)], [first, name])];
  });
}

function nameKeys(
  values: Readonly<Record<string, unknown>>,
  path: readonly string[],
  pluginNames: () => readonly string[],
) {
  const written = new Map<string, string>();
  const faults: SettingsFault[] = [];
  for (const key of Object.keys(values)) {
    const plugin = meantPlugin(key, pluginNames);
    const first = written.get(plugin);
    if (first === undefined) written.set(plugin, key);
    else faults.push(twoSpellings([...path, key], [first, key]));
  }
  const value = Object.fromEntries([...written].map(([plugin, key]) => [plugin, values[key]]));
  return { value, written, faults };
}

function twoSpellings(path: readonly string[], [first, second]: readonly [string, string]): SettingsFault {
  return { path, message: `names a plugin twice: "${first}" and "${second}" are one. Keep one of them.` };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
