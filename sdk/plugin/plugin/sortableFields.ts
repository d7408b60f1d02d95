import { Kind, type DocumentNode } from 'graphql';
import { orderName } from '../kernel/index.ts';

/** True for a field of a type by which the SDL lets callers sort its list. */
export function isSortable(typeDefs: readonly DocumentNode[], type: string, field: string): boolean {
  return typeDefs
    .flatMap(({ definitions }) => definitions)
    .filter((node) => node.kind === Kind.ENUM_TYPE_DEFINITION)
    .filter(({ name }) => name.value === `${type}OrderField`)
    .some(({ values = [] }) => values.some(({ name }) => name.value === orderName(field)));
}
