import { Kind, parse, type FieldDefinitionNode, type ObjectTypeDefinitionNode, type TypeNode } from 'graphql';
import {
  coversNeed,
  describeNeed,
  isEntity,
  keyFields,
  needOf,
  objectTypes,
} from '@nimbusvault/sdk/internal';
import type { Finding } from './source/finding.ts';

/** Finds fields that a plugin adds to core's types, or that lead to them, and that would lose core's data if they fail. */
export function findNonNull(sdl: string, coreSdl: string): readonly Finding[] {
  const ofCore = new Set(
    objectTypes(parse(coreSdl))
      .filter(isEntity)
      .map(({ name }) => name.value),
  );
  return objectTypes(parse(sdl)).flatMap((type) => {
    const isCores = ofCore.has(type.name.value);
    return (type.fields ?? [])
      .filter((field) => field.type.kind === Kind.NON_NULL_TYPE && !isKey(type, field))
      .filter((field) => isCores || ofCore.has(namedType(field.type)))
      .map((field) => finding(type, field));
  });
}

function finding(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): Finding {
  const path = `${type.name.value}.${field.name.value}`;
  return {
    code: 'SCHEMA_NULLABLE',
    severity: 'error',
    file: 'schema.ts',
    message: `${path} is non-null: if one side fails, the other's data is lost with it`,
    fix: `Remove the "!" of the type of ${path}.`,
  };
}

function isKey(type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): boolean {
  return isExternal(field) || keyFields(type).includes(field.name.value);
}

function isExternal({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'external');
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** Finds fields of core that a plugin resolves too, or in its place, for callers whom core would refuse. */
export function findLoosened(sdl: string, coreSdl: string): readonly Finding[] {
  const needs = new Map(fieldsIn(coreSdl).map(({ path, field }) => [path, needOf(field)]));
  const provided = providedIn(sdl);
  return fieldsIn(sdl)
    .filter(({ field }) => !isExternal(field) || provided.has(field.name.value))
    .filter(({ path, field }) => !coversNeed(needOf(field), needs.get(path)))
    .map(({ path, field }) => ({
      code: 'SCHEMA_LOOSENS',
      severity: 'error',
      file: 'schema.ts',
      message: `${path} is open to more callers than in core`,
      fix: `Require at least what core requires: ${wordsOf(needs.get(path))} ${field.name.value} may require more.`,
    }));
}

/** The names in all `@provides`: external fields that are resolved here nevertheless. */
function providedIn(sdl: string): ReadonlySet<string> {
  const texts = fieldsIn(sdl)
    .flatMap(({ field: { directives = [] } }) => directives)
    .filter(({ name }) => name.value === 'provides')
    .flatMap(({ arguments: given = [] }) => given)
    .map(({ value }) => (value.kind === Kind.STRING ? value.value : ''));
  return new Set(texts.flatMap((text) => text.split(/\W+/)));
}

function wordsOf(need: ReturnType<typeof needOf>): string {
  return need ? describeNeed(need) : '';
}

function fieldsIn(sdl: string): readonly { readonly path: string; readonly field: FieldDefinitionNode }[] {
  return objectTypes(parse(sdl)).flatMap(({ name, fields = [] }) =>
    fields.map((field) => ({ path: `${name.value}.${field.name.value}`, field })),
  );
}
