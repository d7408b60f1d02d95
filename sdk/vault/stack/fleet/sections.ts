import { coreName, encryptionKeyVariable, readSettingsText, resolveAll } from '@nimbusvault/sdk/kernel';
import { settingsIn } from '@nimbusvault/runtime/registry';
import { environmentOf } from './nimbusProcesses.ts';
import type { Site } from '../ground/site.ts';

/** The name of the gateway's part of the settings. */
export const gatewaySection = 'Base';

/** Parts of `Base` that are read again each time. */
const followed = ['active_plugins', 'addresses'];

/** The settings that each subgraph, and the gateway, reads when it starts, as one text with the references resolved. */
export type Sections = ReadonlyMap<string, string>;

/** Reads the sections as the processes would read them now. Throws SETTINGS_INVALID for a file that cannot be read. */
export function readSections(site: Site): Sections {
  const { Base, ...plugins } = readSettingsText(settingsIn(site));
  const { outside, ...base } = Object(Base) as Record<string, unknown>;
  const ofGateway = Object.entries(base).filter(([key]) => !followed.includes(key));
  const names = new Set([coreName, ...Object.keys(plugins), ...Object.keys(Object(outside) as object)]);
  const env = settingsEnvironment(site);
  const text = (value: unknown) => JSON.stringify(resolveAll(value, [], env).value) ?? '';
  const outsideOf = (name: string) => (Object(outside) as Record<string, unknown>)[name];
  return new Map([
    [gatewaySection, text(Object.fromEntries(ofGateway))],
    ...[...names].map((name) => [name, text([plugins[name], outsideOf(name)])] as const),
  ]);
}

/** The sections that differ. */
export function changedSections(before: Sections, now: Sections): ReadonlySet<string> {
  const names = new Set([...before.keys(), ...now.keys()]);
  return new Set([...names].filter((name) => before.get(name) !== now.get(name)));
}

/** The files that the settings refer to. */
export function filesReferredTo({ settingsFile }: Site): readonly string[] {
  const text = JSON.stringify(readSettingsText(settingsFile));
  return [...text.matchAll(/\$\{file\.([^}]+)\}/g)].map(([, file = '']) => file);
}

/** The environment in which the references of all sections resolve. */
export function settingsEnvironment(site: Site): NodeJS.ProcessEnv {
  const keys = Object.entries(site.secrets.encryption).map(([name, key]) => [
    encryptionKeyVariable(name),
    key,
  ]);
  const { identityPublic } = site.secrets.keys;
  return { ...Object.fromEntries(keys), ...environmentOf(site), NIMBUS_IDENTITY_KEY: identityPublic };
}
