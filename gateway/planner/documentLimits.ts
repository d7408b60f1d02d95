import type { BaseSettings, ErrorCode } from '@nimbusvault/sdk/kernel';
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type OperationLimit = 'depth' | 'aliases' | 'rootFields' | 'mutations' | 'directives' | 'recursiveSelections';

/** The limits of one operation, counted with each fragment expanded where it is spread. */
type OperationLimits = Pick<BaseSettings['limits'], OperationLimit>;

/** The limits of a document, and of each of its operations. */
export type DocumentLimits = OperationLimits & Pick<BaseSettings['limits'], 'checkSteps'>;

/** The counts of a document; `fields` are those of the level itself, `depth` the levels of fields. */
interface Size {
  readonly selections: number;
  readonly fields: number;
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

const nothing: Size = { selections: 0, fields: 0, depth: 0, aliases: 0, directives: 0 };

/** The first operation that exceeds a limit, as an error with the limit's code. */
export function findTooLarge(document: DocumentNode, limits: OperationLimits): GraphQLError | undefined {
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure(definition.selectionSet);
    const directives = size.directives + (definition.directives?.length ?? 0);
    const refusal = refuse(definition, { ...size, directives }, limits);
    if (refusal) return refusal;
  }
  return undefined;
}

function refuse(
  operation: OperationDefinitionNode,
  size: Size,
  limits: OperationLimits,
): GraphQLError | undefined {
  const root =
    operation.operation === OperationTypeNode.MUTATION
      ? ({ most: limits.mutations, what: 'mutations' } as const)
      : ({ most: limits.rootFields, what: 'fields of Query' } as const);
  const measured: readonly [number, number, ErrorCode, string][] = [
    [size.selections, limits.recursiveSelections, 'GRAPHQL_VALIDATION_FAILED', 'fields'],
    [size.depth, limits.depth, 'MAX_DEPTH_LIMIT', 'levels of fields'],
    [size.aliases, limits.aliases, 'MAX_ALIASES_LIMIT', 'aliases'],
    [size.fields, root.most, 'MAX_ROOT_FIELDS_LIMIT', root.what],
    [size.directives, limits.directives, 'MAX_DIRECTIVES_LIMIT', 'directives'],
  ];
  const over = measured.find(([there, most]) => there > most);
  if (!over) return undefined;
  const [, most, code, what] = over;
  const message = `The operation has more than ${most} ${what}, its fragments included. Request less at once.`;
  return new GraphQLError(message, { nodes: operation, extensions: { code } });
}

/** Measures selections; each fragment is measured once, however often it is spread. */
function createMeasure({ definitions }: DocumentNode): (set: SelectionSetNode | undefined) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const measured = new Map<string, Size>();
  const measure = (set: SelectionSetNode | undefined): Size =>
    (set?.selections ?? []).map(sizeOf).reduce(add, nothing);
  const sizeOfFragment = (name: string): Size => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing); // validation refuses a fragment that spreads itself
    const size = measure(fragments.get(name)?.selectionSet);
    measured.set(name, size);
    return size;
  };
  const sizeOf = (selection: SelectionNode): Size => {
    const own = { ...nothing, selections: 1, directives: selection.directives?.length ?? 0 };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return add(own, sizeOfFragment(selection.name.value));
    const inner = measure(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return add(own, inner);
    const depth = selection.name.value.startsWith('__') ? 0 : inner.depth + 1; // introspection queries of tools are deep
    const sum = add(own, inner);
    return { ...sum, fields: 1, depth, aliases: sum.aliases + (selection.alias ? 1 : 0) };
  };
  return measure;
}

function add(one: Size, other: Size): Size {
  return {
    selections: one.selections + other.selections,
    fields: one.fields + other.fields,
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
  };
}
