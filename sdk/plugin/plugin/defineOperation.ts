import { Kind, print, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { z } from 'zod';
import { VaultError, type HostedVault, type Vault } from '../kernel/index.ts';

/** A document with one named operation, and the schemas of its variables and its data. */
interface OperationDefinition<Variables extends z.ZodType, Data extends z.ZodType> {
  readonly document: DocumentNode;
  /** No variables by default. */
  readonly variables?: Variables;
  /** The part of the answer's `data` that is read. */
  readonly data: Data;
}

/** An operation that a plugin sends to the graph, as gateways know it. */
export interface DeclaredOperation {
  readonly name: string;
  /** The document as it is sent and declared. */
  readonly document: string;
  /** True if it is sent for the user of the message, and never for the plugin itself. */
  readonly forUser: boolean;
}

/** An operation that a plugin's hook handlers and tasks send to the gateway. */
export interface GraphOperation<
  Variables extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> extends DeclaredOperation {
  /**
   * Sends it for the org whose message is handled, as the plugin itself. Each mutation takes effect once per message and
   * handler, however often the message is tried: by its `key`, or as the first, second … call with the same variables.
   * Throws the graph's error, by its code.
   */
  run(variables: z.input<Variables>, vault: Vault, options?: RunOptions): Promise<z.output<Data>>;
}

interface RunOptions {
  /** Names this mutation within its message, such as the id of the imported file. */
  readonly key?: string;
  /** Names this mutation within the organization, whichever message sends it: in 7 days it takes effect once. */
  readonly once?: string;
}

interface RunForUserOptions extends RunOptions {
  /** The user who enqueued the task or fired the hook: `vault.userId`. */
  readonly as: string | null;
}

/** An operation that a plugin's hook handlers and tasks send to the gateway for the user of their message. */
export interface UserOperation<
  Variables extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> extends DeclaredOperation {
  /**
   * As GraphOperation's, with the rights that both the user has now and the plugin declares. Throws ACCESS_REVOKED for a
   * user who has left.
   */
  run(variables: z.input<Variables>, vault: Vault, options: RunForUserOptions): Promise<z.output<Data>>;
}

const noVariables = z.strictObject({});

/** Declares an operation for the graph; list it in `graph.operations` of definePlugin. */
export function defineOperation<Data extends z.ZodType, Variables extends z.ZodType = typeof noVariables>(
  definition: OperationDefinition<Variables, Data> & { readonly forUser: true },
): UserOperation<Variables, Data>;
export function defineOperation<Data extends z.ZodType, Variables extends z.ZodType = typeof noVariables>(
  definition: OperationDefinition<Variables, Data>,
): GraphOperation<Variables, Data>;
export function defineOperation(
  definition: OperationDefinition<z.ZodType, z.ZodType> & { readonly forUser?: boolean },
): GraphOperation {
  const { name, document } = oneOperation(definition.document);
  const { variables: variablesSchema = noVariables, data, forUser = false } = definition;
  const run = async (given: unknown, vault: HostedVault, options: Partial<RunForUserOptions> = {}) => {
    const variables = variablesSchema.parse(given);
    if (!vault.queryGraph) throw nowhere(name);
    const { key, once } = options;
    const as = forUser ? userOf(name, vault, options) : undefined;
    const answer = await vault.queryGraph({ document, operationName: name, variables, key, once, as }, vault);
    const read = data.safeParse(answer);
    if (read.success) return read.data;
    const message = `The graph's answer to ${name} does not match \`data\`: ${z.prettifyError(read.error)}`;
    throw new VaultError('SUBREQUEST_MALFORMED_RESPONSE', message);
  };
  return Object.freeze({ name, document, forUser, run });
}

/** The user in whose name the message was sent; nobody else's rights are lent. */
function userOf(name: string, { userId }: Vault, { as }: Partial<RunForUserOptions>): string {
  if (as && as === userId) return as;
  const whose = userId === null ? 'no user' : `the user ${userId}`;
  throw new VaultError(
    'FORBIDDEN',
    `${name} acts for the user of its message alone, and this message has ${whose}. Pass \`{ as: vault.userId }\`, or use an operation of the plugin itself if there is none.`,
  );
}

function oneOperation(document: DocumentNode): Omit<DeclaredOperation, 'forUser'> {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [operation] = operations;
  if (operations.length === 1 && operation?.name && operation.operation !== 'subscription')
    return { name: operation.name.value, document: print(document) };
  throw new VaultError(
    'PLUGIN_INVALID',
    'The document of defineOperation must have one query or mutation, with a name: "query TitleOf($id: ID!) { ... }".',
  );
}

function nowhere(name: string): VaultError {
  return new VaultError(
    'PLUGIN_INVALID',
    `${name} was run where no gateway is available: on the command line, in a seed, or in a test.`,
  );
}
