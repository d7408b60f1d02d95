import type { z } from 'zod';
import { encryptionKeys, encryptionKeyVariable } from './encryptionKeys.ts';
import { baseSettings } from './baseSettings.ts';
import { encryptionKeysName, resolveReferences, withoutKeys } from './settings.ts';
import { anyStandIn, findStandIns, replaceStandIns } from './standIn.ts';

/** A fault of the settings, and its place in the file. */
export interface SettingsFault {
  readonly path: readonly string[];
  readonly message: string;
}

interface Resolved {
  /** The value with the references that can be resolved; the others are as they were written. */
  readonly value: unknown;
  readonly faults: readonly SettingsFault[];
}

/** Resolves the references in a section. Unlike a process that starts, it does not stop at the first that leads nowhere. */
export function resolveAll(value: unknown, path: readonly string[], env: NodeJS.ProcessEnv): Resolved {
  if (typeof value !== 'object' || value === null) return resolveOne(value, path, env);
  const parts = Object.entries(value).map(
    ([key, item]) => [key, resolveAll(item, [...path, key], env)] as const,
  );
  const values = parts.map(([key, part]) => [key, part.value] as const);
  return {
    value: Array.isArray(value) ? values.map(([, item]) => item) : Object.fromEntries(values),
    faults: parts.flatMap(([, part]) => part.faults),
  };
}

function resolveOne(value: unknown, path: readonly string[], env: NodeJS.ProcessEnv): Resolved {
  try {
    return { value: resolveReferences(value, path.join('.'), env), faults: [] };
  } catch (error) {
    return { value, faults: [{ path, message: (error as Error).message }] };
  }
}

/** All faults of the platform's own section. */
export function faultsOfBase(section: unknown, env: NodeJS.ProcessEnv): readonly SettingsFault[] {
  return faultsIn(baseSettings, section, { path: ['Base'], env });
}

/** The facts about a plugin by which its section is judged. */
interface JudgedPlugin {
  readonly name: string;
  readonly settings: z.ZodType;
  readonly hasSecrets: boolean;
  readonly hasStandIn: boolean;
}

/** All faults of a plugin's section by the plugin's schema, and of its encryption keys if it has secrets. */
export function faultsOfPlugin(
  section: unknown,
  plugin: JudgedPlugin,
  env: NodeJS.ProcessEnv,
): readonly SettingsFault[] {
  const { name, settings, hasSecrets, hasStandIn } = plugin;
  const own = faultsIn(settings, withoutKeys(section ?? {}), { path: [name], env, hasStandIn });
  if (!hasSecrets) return own;
  const keys = (section as Record<string, unknown> | undefined)?.[encryptionKeysName];
  const path = [name, encryptionKeysName];
  const written = keys ?? { current: `\${env.${encryptionKeyVariable(name)}}` };
  const shape = issuesOf(encryptionKeys, written, path);
  return [...own, ...(shape.length > 0 ? shape : resolveAll(written, path, env).faults)];
}

interface Place {
  readonly path: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Of a plugin: true if a supervisor would start a stand-in for it. */
  readonly hasStandIn?: boolean;
}

function faultsIn(
  schema: z.ZodType,
  section: unknown,
  { path, env, hasStandIn }: Place,
): readonly SettingsFault[] {
  const { value, faults } = resolveAll(section, path, env);
  const needless = hasStandIn === false ? findStandIns(value, path).map(withoutStandIn) : [];
  const found = [...faults, ...needless];
  const places = new Set(found.map((fault) => fault.path.join('.')));
  const issues = issuesOf(schema, hasStandIn ? replaceStandIns(value, anyStandIn) : value, path);
  return [...found, ...issues.filter((issue) => !places.has(issue.path.join('.')))];
}

function withoutStandIn(path: readonly string[]): SettingsFault {
  const message =
    'It is "stand-in", but the plugin declares no stand-in: write the value for the real system.';
  return { path, message };
}

function issuesOf(schema: z.ZodType, value: unknown, at: readonly string[]): readonly SettingsFault[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => {
    const path = [...at, ...issue.path.map(String)];
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key], message: 'There is no such setting.' }));
  });
}
