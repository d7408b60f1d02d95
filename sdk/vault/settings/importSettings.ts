import {
  coreName,
  faultsOfBase,
  faultsOfPlugin,
  meantPlugin,
  parseSettings,
  readText,
  VaultError,
  type SettingsFault,
} from '@nimbusvault/sdk/kernel';
import { loadPlugin } from '@nimbusvault/runtime';
import { readSupergraphConfig } from '@nimbusvault/runtime/registry';
import { literalsIn } from '../check/index.ts';
import { described } from './findFaults.ts';
import { isRecord, replaceAt, valueAt, without } from './jsonPaths.ts';

type Section = Readonly<Record<string, unknown>>;

/** New settings, and a line for everything of the old ones that they do not have. */
interface Imported {
  readonly settings: Section;
  readonly notes: readonly string[];
}

/** The identity provider of a vault on a developer's machine. */
const developmentIdentity = {
  issuer: 'nimbusvault-development',
  audience: 'nimbusvault',
  key: '${env.NIMBUS_IDENTITY_KEY}',
};

/**
 * Makes our settings of the old system's file: the plugins that exist, under their own names, and of each section what the plugin's schema
 * accepts. Secrets become references. Throws SETTINGS_INVALID for another file.
 */
export async function importSettings(file: string, supergraphFile: string): Promise<Imported> {
  const { Base, ...sections } = readOld(file);
  const notes: string[] = [];
  const known = readSupergraphConfig(supergraphFile).subgraphs.map(({ name }) => name);
  const pluginOf = (name: string) => meantPlugin(name, () => known);
  const active = namesIn(Base['active_plugins'], { known, pluginOf, notes });
  const settings: Record<string, unknown> = { Base: importBase(Base, active, notes) };
  const kept = keptSections(sections, { known, pluginOf, notes });
  for (const plugin of new Set([coreName, ...active, ...kept.keys()])) {
    if (!known.includes(plugin)) continue;
    const judge = judgeOf(plugin, supergraphFile);
    settings[plugin] = await importSection(kept.get(plugin) ?? {}, { path: [plugin], judge, notes });
  }
  return { settings, notes };
}

function readOld(file: string): Section & { readonly Base: Section } {
  const old = parseSettings(readText(file, 'Name the settings file of the old system.'), file);
  const base = isRecord(old) ? old['Base'] : undefined;
  if (isRecord(old) && isRecord(base)) return { ...old, Base: base };
  throw new VaultError(
    'SETTINGS_INVALID',
    `${file} is not a settings file of the old system: it has no section "Base" with "active_plugins".`,
  );
}

interface Naming {
  readonly known: readonly string[];
  readonly pluginOf: (name: string) => string;
  readonly notes: string[];
}

function namesIn(list: unknown, { known, pluginOf, notes }: Naming): readonly string[] {
  const names = new Set<string>();
  if (!Array.isArray(list)) notes.push('Base.active_plugins: It is not a list; no plugin is active.');
  for (const name of Array.isArray(list) ? (list as unknown[]) : []) {
    const plugin = typeof name === 'string' ? pluginOf(name) : '';
    if (names.has(plugin))
      notes.push(`Base.active_plugins: ${String(name)} is ${plugin}, which is named twice.`);
    else if (plugin !== coreName && known.includes(plugin)) names.add(plugin);
    else
      notes.push(
        `Base.active_plugins: ${JSON.stringify(name)} is no plugin of supergraph.yaml; it is left out.`,
      );
  }
  return [...names];
}

function importBase(old: Section, active: readonly string[], notes: string[]): Section {
  const base = { identity: developmentIdentity, ...old, active_plugins: active };
  if (old['identity'] === undefined)
    notes.push(
      'Base.identity: It is that of a development vault; write issuer, audience and key of your own.',
    );
  const env = { NIMBUS_IDENTITY_KEY: 'any' };
  const carried = carryOver(base, { path: ['Base'], notes, judge: (section) => faultsOfBase(section, env) });
  return hideSecrets(carried, ['Base'], notes);
}

/** The sections of plugins that exist; of two for one plugin, the first. */
function keptSections(sections: Section, { known, pluginOf, notes }: Naming): ReadonlyMap<string, Section> {
  const kept = new Map<string, Section>();
  for (const [key, section] of Object.entries(sections)) {
    const plugin = pluginOf(key);
    if (!known.includes(plugin))
      notes.push(`${key}: There is no such plugin in supergraph.yaml; its section is left out.`);
    else if (!isRecord(section)) notes.push(`${key}: It is not a section; it is left out.`);
    else if (kept.has(plugin))
      notes.push(`${key}: ${plugin} has another section before this one, which is left out.`);
    else kept.set(plugin, section);
  }
  return kept;
}

type Judge = (section: Section) => readonly SettingsFault[];

interface Carrying {
  readonly path: readonly string[];
  readonly judge: Judge;
  readonly notes: string[];
}

async function importSection(
  section: Section,
  { path, judge, notes }: Omit<Carrying, 'judge'> & { readonly judge: Promise<Judge> },
): Promise<Section> {
  try {
    return hideSecrets(carryOver(section, { path, judge: await judge, notes }), path, notes);
  } catch (error) {
    notes.push(
      `${path.join('.')}: Its code cannot be read, so its section is left out. ${(error as Error).message}`,
    );
    return {};
  }
}

async function judgeOf(plugin: string, supergraphFile: string): Promise<Judge> {
  const judged = { ...described(await loadPlugin(plugin, supergraphFile)), hasSecrets: false };
  return (section) => faultsOfPlugin(section, judged, process.env);
}

/** Takes out each value that is refused; what is required and missing is noted. */
function carryOver(section: Section, { path, judge, notes }: Carrying): Section {
  const [fault] = judge(section).filter(
    (each) => valueAt(section, each.path.slice(path.length)) !== undefined,
  );
  if (!fault || fault.path.length === path.length) {
    for (const missing of judge(section))
      notes.push(`${missing.path.join('.')}: It has to be written: ${missing.message}`);
    return section;
  }
  notes.push(`${fault.path.join('.')}: It is left out. ${fault.message}`);
  return carryOver(without(section, fault.path.slice(path.length)) as Section, { path, judge, notes });
}

/** Refers to each secret that is written down, by a variable of its own; one below a key with a point in it is left out. */
function hideSecrets(section: Section, path: readonly string[], notes: string[]): Section {
  return literalsIn(section, '').reduce<Section>((hidden, at) => {
    const keys = at.split('.');
    const place = [...path, at].join('.');
    if (typeof valueAt(section, keys) !== 'string') {
      notes.push(`${place}: The secret is not copied; its part of the section is left out.`);
      return without(hidden, keys.slice(0, 1)) as Section;
    }
    const name = place.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    notes.push(`${place}: The secret is not copied; set the environment variable ${name}.`);
    return replaceAt(hidden, keys, `\${env.${name}}`) as Section;
  }, section);
}
