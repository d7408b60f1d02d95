import { Kind, parse, type FieldDefinitionNode, type ObjectTypeDefinitionNode, type TypeNode } from 'graphql';
import { isEntity, objectTypes } from '../plugin/index.ts';
import type { Finding } from './finding.ts';

/** Fields that a plugin gives to core's types, or that lead to them, and that would take core's data with them where they fail. */
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
    message: `${path} is non-null: where one side fails, the other's data would be lost with it`,
    fix: `Take the "!" off the type of ${path}.`,
  };
}

function isKey(
  { directives = [] }: ObjectTypeDefinitionNode,
  { name, directives: own = [] }: FieldDefinitionNode,
): boolean {
  if (own.some((directive) => directive.name.value === 'external')) return true;
  const keys = directives.filter((directive) => directive.name.value === 'key');
  const fields = keys.flatMap(({ arguments: given = [] }) =>
    given.map(({ value }) => (value.kind === Kind.STRING ? value.value : '')),
  );
  return fields.some((text) => text.split(/[^\w]+/).includes(name.value));
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
