import type { ErrorCode } from '@nimbusvault/sdk/kernel';
import {
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type FieldNode,
  type GraphQLSchema,
  type ValidationContext,
} from 'graphql';
import { responseKey } from '../operation/selection.ts';
import { findTooLarge, type DocumentLimits } from './documentLimits.ts';

const aborted = 'Validation aborted.';
const rules = [...specifiedRules, refuseRiskyNames];

/** The faults of a document; `positions` are offsets in its text. */
export interface DocumentFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly positions: readonly number[];
}

/** The reasons why a document does not fit the schema; empty if it fits. A document above a limit is not checked further. */
export function findFaults(
  source: string,
  schema: GraphQLSchema,
  limits: DocumentLimits,
): readonly DocumentFault[] {
  const document = parse(source);
  const tooLarge = findTooLarge(document, limits);
  const errors = tooLarge ? [tooLarge] : validate(schema, document, rules);
  return eachOnce(errors).map(({ message, positions, extensions }) => ({
    code: (extensions['code'] as ErrorCode | undefined) ?? 'GRAPHQL_VALIDATION_FAILED',
    message:
      message === aborted
        ? 'The fields of the document repeat too often to be checked. Select each field once.'
        : message,
    positions: positions ?? [],
  }));
}

/** Faults with the same words are one fault, at several places. */
function eachOnce(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  return [...Map.groupBy(errors, ({ message }) => message).values()].flatMap(([first, ...same]) => {
    if (!first || same.length === 0) return first ?? [];
    const nodes = [first, ...same].flatMap((error) => error.nodes ?? []);
    return new GraphQLError(first.message, { nodes, extensions: first.extensions });
  });
}

/** In JavaScript this name sets an object's prototype. */
function refuseRiskyNames(context: ValidationContext) {
  return {
    Field(node: FieldNode) {
      if (responseKey(node) !== '__proto__') return;
      const message = 'A response key cannot be "__proto__". Use another alias.';
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
