import { parse, type DocumentNode } from 'graphql';
import type { OrganizationSchema, SettingField } from './settingFields.ts';

/** The names in the graph that the settings of organizations of a plugin have. */
export function organizationNames(plugin: string) {
  return {
    query: `${fieldNameOf(plugin)}Settings`,
    mutation: `configure${plugin}`,
    type: `${plugin}Settings`,
    input: `Configure${plugin}Input`,
    result: `Configure${plugin}Result`,
  } as const;
}

/** An abbreviation stays in one case: `LLM` is `llm`, `PowerBI` is `powerBI`. */
function fieldNameOf(plugin: string): string {
  return plugin.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

/** The SDL with which an organization's admins read and change their settings of a plugin. */
export function organizationTypeDefs(plugin: string, { fields }: OrganizationSchema): DocumentNode {
  const { query, mutation, type, input, result } = organizationNames(plugin);
  const shown = fields.map((field) => fieldSdl(field, type, shownWords(field)));
  const given = fields.map((field) => fieldSdl(field, type, givenWords(field)));
  return parse(`
    ${fields.map((field) => enumSdl(field, type)).join('\n')}

    "The settings of the organization for ${plugin}. Null is not set."
    type ${type} {
      ${shown.join('\n')}
    }

    "A field that is left out stays; null clears it."
    input ${input} {
      ${given.join('\n')}
    }

    union ${result} = ${type} | InvalidInput

    extend type Query {
      "The organization's own settings of ${plugin}, secrets masked."
      ${query}: ${type} @role(needs: "admin")
    }

    extend type Mutation {
      "Changes the organization's own settings of ${plugin}. The names of the changed fields are in the audit log."
      ${mutation}(input: ${input}!): ${result} @role(needs: "admin")
    }`);
}

function fieldSdl(field: SettingField, type: string, words: string): string {
  const item = field.options ? enumName(field, type) : field.type;
  return `${words && JSON.stringify(words)} ${field.name}: ${field.isList ? `[${item}!]` : item}`;
}

function enumSdl(field: SettingField, type: string): string {
  if (!field.options) return '';
  return `enum ${enumName(field, type)} { ${[...field.options.keys()].join(' ')} }`;
}

function enumName({ name }: SettingField, type: string): string {
  return `${type}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function shownWords({ description, isSecret }: SettingField): string {
  return sentences(description, isSecret && 'A secret: masked if it is set.');
}

function givenWords({ description, isSecret }: SettingField): string {
  return sentences(description, isSecret && 'A secret: it stays if the mask is sent back.');
}

function sentences(...words: readonly (string | false | undefined)[]): string {
  return words.filter(Boolean).join(' ');
}
