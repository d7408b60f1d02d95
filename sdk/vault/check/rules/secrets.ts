import { coreName, findStandIns } from '@nimbusvault/sdk/kernel';
import type { Fault, Rule } from '../source/rule.ts';
import { lineOf, type PluginSources, type SourceFile } from '../source/source.ts';

const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\b(?:sk|rk)_live_[0-9A-Za-z]{16,}/,
  /\bxox[baprs]-[\w-]{10,}/,
  /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}/,
  /\b[a-z]+:\/\/[^\s:/@'"`$]+:[^\s:/@'"`$]{3,}@/,
];
const settingShapes: readonly RegExp[] = [
  ...shapes,
  /\b[a-z][\w+.-]*:\/\/[^\s:/@'"`$]*:(?!\d+\/)[^\s@'"`$]+@/i,
  /(?<![a-z])(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|sig|signature)=(?!\$\{)[^\s&;$]/i,
  /"(?:d|p|q|dp|dq|qi|k)"\s*:\s*"(?!\$\{)/,
];
const secretName =
  /secret|password|passwd|passphrase|pwd|token|(?:api|access|private|signing|encryption|master|account|shared)[_-]?key|credential/i;
const noSecretName = /(?:url|uri|endpoint|issuer|audience|header|name|path|file|policy|type|algorithm)$/i;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const reference = /^\$\{(?:env|file)\.[^}]+\}$/;
const fix =
  'Revoke it (it is known now), and refer to a new one: ${env.NAME} or ${file./run/secrets/name} in vault-settings.json.';

export const secrets: Rule = {
  code: 'PLUGIN_SECRETS',
  title: 'no secret is committed',
  explain:
    'A committed secret is no longer secret. vault-settings.json refers to it by ${env.NAME} or ${file./run/secrets/name}, and the process that needs it reads it at startup.',
  find: (plugin) => [...plugin.files.flatMap(inText), ...inSettings(plugin)],
};

function inText(file: SourceFile): readonly Fault[] {
  const shape = shapes.find((each) => each.test(file.text));
  return shape
    ? [
        {
          file: file.path,
          line: lineOf(file, shape),
          message: 'This looks like a committed secret',
          fix,
        },
      ]
    : [];
}

/** Secrets in the platform's own section are reported by core's check. */
function inSettings({ name, settings }: PluginSources): readonly Fault[] {
  const sections = name === coreName ? ['Base', name] : [name];
  let all: Record<string, unknown>;
  try {
    all = JSON.parse(settings) as Record<string, unknown>;
  } catch {
    return [];
  }
  const paths = sections.flatMap((section) => literalsIn(all[section], section));
  return paths.map((path) => ({
    file: 'vault-settings.json',
    message: `${path} contains a secret`,
    fix,
  }));
}

/**
 * Returns the paths of texts that look like secrets, have the name of one, or are within such a value, and are not references; and
 * of the private members of keys (JWK).
 */
export function literalsIn(value: unknown, path: string, isSecret = false): readonly string[] {
  if (isWrittenDown(value, isSecret)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    literalsIn(inner, path ? `${path}.${key}` : key, isSecret || isCalledSecret(key, value)),
  );
}

/** Returns the same settings, with `•••` for each literal secret. */
export function hideSecrets(value: unknown, isSecret = false): unknown {
  if (isWrittenDown(value, isSecret)) return '•••';
  if (Array.isArray(value)) return value.map((inner) => hideSecrets(inner, isSecret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      hideSecrets(inner, isSecret || isCalledSecret(key, value)),
    ]),
  );
}

function isCalledSecret(key: string, within: object): boolean {
  if ('kty' in within && privateMembers.includes(key)) return true;
  return secretName.test(key) && !noSecretName.test(key);
}

function isWrittenDown(value: unknown, isSecret: boolean): boolean {
  if (typeof value !== 'string' || value === '' || reference.test(value)) return false;
  if (findStandIns(value, []).length > 0) return false;
  return isSecret || settingShapes.some((shape) => shape.test(value));
}
