import type { ErrorCode } from '@nimbusvault/sdk/kernel';
import {
  GraphQLError,
  NoFragmentCyclesRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type ValidationContext,
} from 'graphql';
import { responseKey } from '../operation/selection.ts';
import { takesMoreSteps } from './checkSteps.ts';
import { findTooLarge, type DocumentLimits } from './documentLimits.ts';

const aborted = 'Validation aborted.';
const rules = [...specifiedRules, refuseRiskyNames];

/** The faults of a document; `positions` are offsets in its text. */
export interface DocumentFault {
  readonly code: ErrorCode;
  readonly message: string;
  readonly positions: readonly number[];
}

/** The reasons why a document does not fit the schema; empty if it fits. A document above a limit, or whose fragments form a cycle, is not checked further. */
export function findFaults(
  source: string,
  schema: GraphQLSchema,
  limits: DocumentLimits,
): readonly DocumentFault[] {
  return eachOnce(errorsOf(parse(source), schema, limits)).map(({ message, positions, extensions }) => ({
    code: (extensions['code'] as ErrorCode | undefined) ?? 'GRAPHQL_VALIDATION_FAILED',
    message:
      message === aborted
        ? 'The fields of the document repeat too often to be checked. Select each field once.'
        : message,
    positions: positions ?? [],
  }));
}

function errorsOf(
  document: DocumentNode,
  schema: GraphQLSchema,
  limits: DocumentLimits,
): readonly GraphQLError[] {
  const tooLarge = findTooLarge(document, limits);
  if (tooLarge) return [tooLarge];
  const cycles = validate(schema, document, [NoFragmentCyclesRule]);
  if (cycles.length > 0) return cycles;
  if (!takesMoreSteps(document, limits.checkSteps)) return validate(schema, document, rules);
  const message = `The document takes more than ${limits.checkSteps} steps to check. Select each field once, and spread fewer fragments side by side.`;
  return [new GraphQLError(message)];
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
