import { Kind, print, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { z } from 'zod';
import { VaultError, type HostedVault, type Vault } from '../kernel/index.ts';

/** A document with one named operation, and what goes in and comes out of it. */
interface OperationDefinition<Variables extends z.ZodType, Data extends z.ZodType> {
  readonly document: DocumentNode;
  /** None unless given. */
  readonly variables?: Variables;
  /** Of the answer's `data` what is read of it. */
  readonly data: Data;
}

/** The operations that a plugin sends to the graph itself, as gateways know them. */
interface DeclaredOperation {
  readonly name: string;
  /** As it is sent, and as it is declared. */
  readonly document: string;
}

/** An operation that a plugin's hook handlers and tasks have the gateway answer. */
export interface GraphOperation<
  Variables extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> extends DeclaredOperation {
  /**
   * Asks it for the org whose message is handled, as the plugin itself. A mutation with the same variables is done once
   * for a message and its handler, however often it is tried. Throws what the graph refuses, by its code.
   */
  run(variables: z.input<Variables>, vault: Vault): Promise<z.output<Data>>;
}

const noVariables = z.strictObject({});

/** Declares what is asked of the graph; it belongs into `graph.operations` of definePlugin. */
export function defineOperation<Data extends z.ZodType, Variables extends z.ZodType = typeof noVariables>(
  definition: OperationDefinition<Variables, Data>,
): GraphOperation<Variables, Data> {
  const { name, document } = oneOperation(definition.document);
  const variablesSchema = definition.variables ?? noVariables;
  const run = async (given: z.input<Variables>, vault: HostedVault): Promise<z.output<Data>> => {
    const variables = variablesSchema.parse(given);
    if (!vault.queryGraph) throw nowhere(name);
    const answer = await vault.queryGraph({ document, operationName: name, variables }, vault);
    const read = definition.data.safeParse(answer);
    if (read.success) return read.data;
    const message = `The graph's answer to ${name} is not what \`data\` says: ${z.prettifyError(read.error)}`;
    throw new VaultError('SUBREQUEST_MALFORMED_RESPONSE', message);
  };
  return Object.freeze({ name, document, run });
}

function oneOperation(document: DocumentNode): DeclaredOperation {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operations.length === 1 && operation?.name && operation.operation !== 'subscription')
    return { name: operation.name.value, document: print(document) };
  throw new VaultError(
    'PLUGIN_INVALID',
    'A document of defineOperation has one query or mutation, with a name: "query TitleOf($id: ID!) { ... }".',
  );
}

function nowhere(name: string): VaultError {
  return new VaultError(
    'PLUGIN_INVALID',
    `${name} was run where no gateway is available: on the command line, in a seed, or in a test.`,
  );
}
