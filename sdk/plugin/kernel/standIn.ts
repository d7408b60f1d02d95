import { VaultError } from './errors.ts';

/** The setting that is replaced by the address of the plugin's stand-in: a local server in the place of the outside system. */
const standInValue = 'stand-in';
const ownOrigin = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

/** Stands for the address of a stand-in that is not started yet. */
export const anyStandIn = 'http://127.0.0.1:1';

/** The environment variable in which a supervisor gives a plugin's processes the address of the plugin's stand-in. */
export function standInVariable(plugin: string): string {
  return `NIMBUS_STAND_IN_${plugin.toUpperCase()}`;
}

/** The paths of the texts within `value` that ask for a stand-in; `path` is the one of `value`. */
export function findStandIns(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (value === standInValue) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => findStandIns(item, [...path, key]));
}

/** The same value with `origin` in the place of each text that asks for a stand-in. */
export function replaceStandIns(value: unknown, origin: string): unknown {
  if (value === standInValue) return origin;
  if (Array.isArray(value)) return value.map((item) => replaceStandIns(item, origin));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceStandIns(item, origin)]));
}

/**
 * The section of a plugin with the address of its stand-in, which only a supervisor knows. Throws STAND_IN_REFUSED if the section asks for a
 * stand-in and there is no supervisor.
 */
export function withStandIn(section: unknown, plugin: string, env: NodeJS.ProcessEnv): unknown {
  const [path] = findStandIns(section, [plugin]);
  if (!path) return section;
  const origin = standInOf(plugin, env);
  if (origin !== undefined) return replaceStandIns(section, origin);
  throw new VaultError(
    'STAND_IN_REFUSED',
    `${path.join('.')} is "${standInValue}": a local server of the plugin for development, which only "npm start" and "nimbus dev" start. Write the value for the real system, such as "https://api.example.com".`,
  );
}

/** The address that a supervisor gives; one of another machine is none. */
export function standInOf(plugin: string, env: NodeJS.ProcessEnv): string | undefined {
  const origin = env[standInVariable(plugin)];
  return origin !== undefined && ownOrigin.test(origin) ? origin : undefined;
}
