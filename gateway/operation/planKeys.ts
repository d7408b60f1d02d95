import { Kind, visit, type ASTNode, type DocumentNode, type FieldNode } from 'graphql';
import { responseKey } from './selection.ts';

const prefix = '_client_';
// The variables in which plans send entities.
const ownVariables = /^(representations$|__batch_reps_)/;

/** The keys that plans may use for their own fields, and among those the fields that plans call with their own arguments. */
export interface TakenNames {
  readonly fields: ReadonlySet<string>;
  readonly withArguments: ReadonlySet<string>;
}

/** Reads the names of all fields of a supergraph, hidden ones too, and the fields that a `@requires` selects with arguments. */
export function readTakenNames(supergraph: DocumentNode): TakenNames {
  const [fields, withArguments] = [new Set(['__typename']), new Set<string>()];
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      fields.add(name.value);
      for (const { value } of directives.flatMap(({ arguments: args = [] }) => args))
        if (value.kind === Kind.STRING)
          for (const [, required = ''] of value.value.matchAll(/(\w+)\s*\(/g)) withArguments.add(required);
    },
  });
  return { fields, withArguments };
}

/**
 * The key under which a plan fetches a field of the client's. A plan needs its own fields, such as keys, by their names:
 * a client's alias of such a name, or a field with other arguments, is kept apart from them.
 */
export function planKey(node: FieldNode, { fields, withArguments }: TakenNames): string {
  const key = responseKey(node);
  const isTaken = key === node.name.value ? withArguments.has(key) : fields.has(key);
  return isTaken ? `${prefix}${key}` : key;
}

/** An operation, or a fragment, as it is planned. `clientKeys` receives the client's key of each renamed field. */
export function withPlanKeys<Node extends ASTNode>(
  node: Node,
  taken: TakenNames,
  clientKeys: Map<string, string>,
): Node {
  return visit(node, {
    Field(field) {
      const [key, planned] = [responseKey(field), planKey(field, taken)];
      if (planned === key) return undefined;
      clientKeys.set(planned, key);
      return { ...field, alias: { kind: Kind.NAME, value: planned } };
    },
    Variable: ({ kind, name }) =>
      ownVariables.test(name.value)
        ? { kind, name: { ...name, value: `${prefix}${name.value}` } }
        : undefined,
  });
}

/** The client's name for a variable of the planned operation. */
export function clientVariable(name: string): string {
  return name.startsWith(prefix) && ownVariables.test(name.slice(prefix.length))
    ? name.slice(prefix.length)
    : name;
}
