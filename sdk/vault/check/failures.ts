import { Kind, parse, type ObjectTypeDefinitionNode } from 'graphql';
import { isEntity, objectTypes } from '@nimbusvault/sdk/internal';
import type { Finding } from './source/finding.ts';

/** Finds failures in the unions of a schema that clients who select `... on Failure` would not see. */
export function findSilentFailures(sdl: string): readonly Finding[] {
  const document = parse(sdl);
  const members = document.definitions
    .filter((node) => node.kind === Kind.UNION_TYPE_DEFINITION)
    .flatMap(({ types = [] }) => types.map(({ name }) => name.value));
  return objectTypes(document)
    .filter((type) => members.includes(type.name.value) && isSilent(type))
    .map(({ name }) => ({
      code: 'SCHEMA_FAILURES',
      severity: 'error',
      file: 'schema.ts',
      message: `${name.value} has a message and is a member of a union, but does not implement Failure`,
      fix: `Write "type ${name.value} implements Failure".`,
    }));
}

function isSilent(type: ObjectTypeDefinitionNode): boolean {
  const { fields = [], interfaces = [] } = type;
  const hasMessage = fields.some(
    (field) => field.name.value === 'message' && field.type.kind === Kind.NON_NULL_TYPE,
  );
  const isObject = fields.some(({ name }) => name.value === 'id');
  return (
    hasMessage && !isObject && !isEntity(type) && !interfaces.some(({ name }) => name.value === 'Failure')
  );
}
