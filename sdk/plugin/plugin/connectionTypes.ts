import type { DocumentNode } from 'graphql';
import { gql } from 'graphql-tag';
import { defaultPageSize, listRules, maxPageSize, orderName, type ListRules } from '../kernel/index.ts';

/**
 * The SDL of a Relay connection of a type: `<Type>Connection` and `<Type>Edge`. With its service, whose `filterable` and
 * `sortable` fields callers may use, `<Type>Filter` and `<Type>Order` too.
 */
export function connectionTypes(type: string, service?: { readonly [listRules]: ListRules }): DocumentNode {
  return gql`
    "A page of at most ${maxPageSize} (first, or last); of ${defaultPageSize} if neither is given."
    type ${type}Connection {
      edges: [${type}Edge!]!
      pageInfo: PageInfo!
      totalCount: Int!
    }

    type ${type}Edge {
      cursor: String!
      node: ${type}!
    }

    ${service ? filterType(type, service[listRules]) : ''}
    ${service ? orderTypes(type, service[listRules]) : ''}
  `;
}

function filterType(type: string, { filterable }: ListRules): string {
  const fields = Object.entries(filterable).map(([field, kind]) => `${field}: ${kind}Filter`);
  if (fields.length === 0) return '';
  return `
    "All conditions hold, and at least one of those of \`or\`."
    input ${type}Filter {
      ${fields.join('\n')}
      or: [${type}Filter!]
    }`;
}

function orderTypes(type: string, { sortable }: ListRules): string {
  if (sortable.length === 0) return '';
  return `
    enum ${type}OrderField {
      ${sortable.map(orderName).join('\n')}
    }

    input ${type}Order {
      field: ${type}OrderField!
      direction: OrderDirection! = ASC
    }`;
}
