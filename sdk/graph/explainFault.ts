import type { GraphQLError } from 'graphql';
import type { Subgraph } from '@nimbusvault/sdk/kernel';

/** The remedy for a composition error, by Apollo's code. */
const advice: Readonly<Record<string, string>> = {
  INVALID_FIELD_SHARING:
    'A field belongs to one subgraph: remove or rename it here. Only a value type that all subgraphs define identically is @shareable everywhere.',
  FIELD_TYPE_MISMATCH: 'Give the field the same type as in the other subgraph, or rename it.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument the same type as in the other subgraph.',
  TYPE_KIND_MISMATCH: 'The name is taken: rename the type.',
  EXTERNAL_MISSING_ON_BASE: 'An @external field must exist in the subgraph that owns the type.',
  KEY_INVALID_FIELDS: 'Core types have @key(fields: "id").',
  SATISFIABILITY_ERROR:
    'To contribute fields to a core type, declare it with @key(fields: "id") and a reference resolver.',
  NO_QUERIES: 'Declare at least one field of Query.',
};

/** A composition error for the subgraph's author: `file:line:column: fault. Remedy.` */
export function explainFault(error: GraphQLError, subgraph: Subgraph): string {
  return [
    whereIn(error, subgraph),
    asSentence(error.message, subgraph),
    advice[error.extensions.code as string],
  ]
    .filter(Boolean)
    .join(' ');
}

function whereIn(error: GraphQLError, { name, file = name }: Subgraph): string {
  const location = error.source ? atSource(error, file) : undefined;
  const token = error.nodes?.find((node) => node.loc?.source.name === file)?.loc?.startToken;
  return `${location ?? (token ? `${file}:${token.line}:${token.column}` : file)}:`;
}

function atSource(error: GraphQLError, file: string): string | undefined {
  const [place] = error.locations ?? [];
  return place && error.source?.name === file ? `${file}:${place.line}:${place.column}` : undefined;
}

function asSentence(message: string, { name }: Subgraph): string {
  const text = message
    .replace(`[${name}] `, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
