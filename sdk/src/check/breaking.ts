import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { parse, validate, type GraphQLSchema } from 'graphql';
import type { RecordedOperation } from '../registry/index.ts';
import type { Finding } from './finding.ts';

const shown = 5;

function fits({ document }: RecordedOperation, schema: GraphQLSchema): boolean {
  try {
    return validate(schema, parse(document), undefined, { maxErrors: 1 }).length === 0;
  } catch {
    return false;
  }
}

/** The operations that fit before and do not fit after. */
export function brokenOperations(
  operations: readonly RecordedOperation[],
  before: GraphQLSchema,
  after: GraphQLSchema,
): readonly RecordedOperation[] {
  return operations.filter((operation) => fits(operation, before) && !fits(operation, after));
}

/**
 * What clients would lose. A change that breaks an operation that was asked lately is an error, and names it; one that
 * breaks none is a warning.
 */
export async function findBreaking(
  before: GraphQLSchema,
  after: GraphQLSchema,
  operations: readonly RecordedOperation[],
): Promise<readonly Finding[]> {
  const changes = await diff(before, after);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const broken = brokenOperations(operations, before, after);
  return [
    ...broken.slice(0, shown).map(lostOperation),
    ...breaking.map(({ message }): Finding => ({
      code: 'SCHEMA_BREAKS',
      severity: 'warning',
      message,
      fix:
        broken.length > 0
          ? 'Somebody asks for what is lost: see above.'
          : 'No operation that was recorded asks for it; tell your clients.',
    })),
  ];
}

function lostOperation({ document, name, count, last }: RecordedOperation): Finding {
  const what = name ?? document.replaceAll(/\s+/g, ' ').slice(0, 80);
  return {
    code: 'SCHEMA_BREAKS',
    severity: 'error',
    message: `${what} was asked ${count} ${count === 1 ? 'time' : 'times'}, last at ${last}, and would not fit any more`,
    fix: 'Keep the field and mark it @deprecated until nobody asks for it.',
  };
}
