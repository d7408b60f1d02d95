import { parse, validate, type GraphQLSchema } from 'graphql';
import type { RecordedOperation, TrustedDocument } from '@nimbusvault/runtime/registry';
import type { Finding } from './source/finding.ts';

const shown = 5;

/** An operation that a plugin itself sends to the graph. */
export interface PluginOperation {
  readonly plugin: string;
  readonly name: string | null;
  readonly document: string;
}

/** The operations of clients: those that they have sent, those that their builds have registered, and those that plugins declare. */
export type ClientOperation = RecordedOperation | TrustedDocument | PluginOperation;

function fits({ document }: ClientOperation, schema: GraphQLSchema): boolean {
  try {
    return validate(schema, parse(document), undefined, { maxErrors: 1 }).length === 0;
  } catch {
    return false;
  }
}

/** Finds the operations of a plugin that are invalid in the graph. */
export function findUnanswered(
  operations: readonly PluginOperation[],
  schema: GraphQLSchema,
): readonly Finding[] {
  return operations
    .filter((operation) => !fits(operation, schema))
    .map(({ name, document }) => ({
      code: 'PLUGIN_OPERATIONS',
      severity: 'error',
      message: `${name} does not fit the graph: ${faultOf(document, schema)}`,
      fix: 'Use fields that the graph has ("nimbus compose" prints it), or activate the plugin that provides them.',
    }));
}

function faultOf(document: string, schema: GraphQLSchema): string {
  try {
    return validate(schema, parse(document), undefined, { maxErrors: 1 })[0]?.message ?? '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The operations that are valid before and invalid after. */
function brokenOperations(
  operations: readonly ClientOperation[],
  before: GraphQLSchema,
  after: GraphQLSchema,
): readonly ClientOperation[] {
  return operations.filter((operation) => fits(operation, before) && !fits(operation, after));
}

/**
 * The operations that clients would lose. A change is an error, with the operation's name, if it breaks an operation that was sent lately or that a client's build has registered;
 * otherwise it is a warning.
 */
export async function findBreaking(
  before: GraphQLSchema,
  after: GraphQLSchema,
  operations: readonly ClientOperation[],
): Promise<readonly Finding[]> {
  const { CriticalityLevel, diff } = await import('@graphql-inspector/core'); // no other command needs it
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
          ? 'Some operation uses a removed field: see above.'
          : 'No recorded or registered operation uses it; inform your clients.',
    })),
  ];
}

function lostOperation(operation: ClientOperation): Finding {
  const what = operation.name ?? operation.document.replaceAll(/\s+/g, ' ').slice(0, 80);
  return {
    code: 'SCHEMA_BREAKS',
    severity: 'error',
    message: `${what} ${whoAsks(operation)}, and would become invalid`,
    fix: 'Keep the field and mark it @deprecated until nobody requests it.',
  };
}

function whoAsks(operation: ClientOperation): string {
  if ('plugin' in operation) return `is an operation of the plugin ${operation.plugin}`;
  if ('id' in operation) return `is a trusted document of ${operation.client ?? operation.by}`;
  const { count, last } = operation;
  return `was requested ${count} ${count === 1 ? 'time' : 'times'}, last at ${last}`;
}
