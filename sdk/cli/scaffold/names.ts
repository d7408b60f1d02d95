import { coreName, pluginNamePattern, urlVariable, VaultError } from '@nimbusvault/sdk/kernel';

const taken = [
  'Query',
  'Mutation',
  'Subscription',
  'Node',
  'PageInfo',
  'DateTime',
  'InvalidInput',
  'NotFound',
  'Conflict',
];
const entityPattern = /^[A-Z][A-Za-z0-9]*$/;

/** The names of a plugin and its first noun in all their forms: the values of the templates. */
export interface Names extends Readonly<Record<string, string>> {
  /** `Tags` */
  readonly Plugin: string;
  /** `LegalHold` */
  readonly Noun: string;
  /** `legalHolds` */
  readonly nouns: string;
}

/** Throws BAD_USER_INPUT for names that no plugin or entity can have. */
export function namesOf(plugin: string, entity: string = entityOf(plugin)): Names {
  refuseBadNames(plugin, entity);
  const kebab = kebabOf(entity);
  const [noun, words] = [lowerFirst(entity), kebab.replaceAll('-', ' ')];
  return {
    Plugin: plugin,
    plugin: lowerFirst(plugin),
    urlVariable: urlVariable(plugin),
    schema: plugin.toLowerCase(),
    Noun: entity,
    noun,
    nouns: pluralOf(noun),
    Nouns: pluralOf(entity),
    words,
    manyWords: pluralOf(words),
    kebab,
    table: tableOf(entity),
  };
}

/** `legal-hold` of LegalHold. */
export function kebabOf(name: string): string {
  return name
    .split(/(?<=[a-z0-9])(?=[A-Z])/)
    .map((part) => part.toLowerCase())
    .join('-');
}

/** `legal_hold` of LegalHold and `web3page` of Web3Page: the name that MikroORM derives for an entity's table. */
function tableOf(entity: string): string {
  return entity.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}

function refuseBadNames(plugin: string, entity: string): void {
  if (!pluginNamePattern.test(plugin))
    throw refuse(
      `"${plugin}" is not a valid plugin name. It must begin with a capital letter, like Tags, and have only letters, digits and "_".`,
    );
  if (plugin === coreName || plugin === 'Base')
    throw refuse(`${plugin} is reserved for the platform. Choose another name.`);
  if (!entityPattern.test(entity) || taken.includes(entity))
    throw refuse(`"${entity}" is not a valid entity name. Choose a name such as Tag: --entity Tag.`);
}

function entityOf(plugin: string): string {
  const name = plugin.replaceAll('_', '');
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return /[^s]s$/.test(name) ? name.slice(0, -1) : `${name}Entry`;
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function refuse(message: string): VaultError {
  return new VaultError('BAD_USER_INPUT', message);
}
