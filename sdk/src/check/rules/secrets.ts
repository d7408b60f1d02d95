import type { Fault, Rule } from '../rule.ts';
import { lineOf, type PluginSources, type SourceFile } from '../source.ts';

const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\b(?:sk|rk)_live_[0-9A-Za-z]{16,}/,
  /\bxox[baprs]-[\w-]{10,}/,
  /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}/,
  /\b[a-z]+:\/\/[^\s:/@'"`$]+:[^\s:/@'"`$]{3,}@/,
];
const secretName = /secret|password|passphrase|token|api_?key|private_?key|credential/i;
const reference = /^\$\{(?:env|file)\.[^}]+\}$/;
const fix =
  'Take it back (it is known now), and refer to it: ${env.NAME} or ${file./run/secrets/name} in vault-settings.json.';

export const secrets: Rule = {
  code: 'PLUGIN_SECRETS',
  title: 'no secret is written down',
  explain:
    'A secret that is committed is no secret any more. vault-settings.json refers to it, ${env.NAME} or ${file./run/secrets/name}, and the process that needs it finds it when it starts.',
  find: (plugin) => [...plugin.files.flatMap(inText), ...inSettings(plugin)],
};

function inText(file: SourceFile): readonly Fault[] {
  const shape = shapes.find((each) => each.test(file.text));
  return shape
    ? [
        {
          file: file.path,
          line: lineOf(file, shape),
          message: 'Something that looks like a secret is written down',
          fix,
        },
      ]
    : [];
}

function inSettings({ name, settings }: PluginSources): readonly Fault[] {
  let section: unknown;
  try {
    section = (JSON.parse(settings) as Record<string, unknown>)[name];
  } catch {
    return [];
  }
  return literalsIn(section, name).map((path) => ({
    file: 'vault-settings.json',
    message: `${path} has a secret in it`,
    fix,
  }));
}

/** The paths of texts that are called like secrets, or are within what is, and are no references. */
export function literalsIn(value: unknown, path: string, isSecret = false): readonly string[] {
  if (isSecret && isLiteral(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    literalsIn(inner, path ? `${path}.${key}` : key, isSecret || secretName.test(key)),
  );
}

/** The same settings, with `•••` for each secret that is written down. */
export function hideSecrets(value: unknown, isSecret = false): unknown {
  if (isSecret && isLiteral(value)) return '•••';
  if (Array.isArray(value)) return value.map((inner) => hideSecrets(inner, isSecret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, hideSecrets(inner, isSecret || secretName.test(key))]),
  );
}

function isLiteral(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !reference.test(value);
}
