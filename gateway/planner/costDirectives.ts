import {
  Kind,
  valueFromASTUntyped,
  type DirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
} from 'graphql';

/** The length of a list, as `@listSize` declares it. */
export interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
  readonly requireOneSlicingArgument?: boolean;
}

/** The costs that a supergraph declares, by schema coordinates such as `User`, `User.friends` and `User.friends(first:)`. */
export interface CostDirectives {
  readonly weights: ReadonlyMap<string, number>;
  readonly lists: ReadonlyMap<string, ListSize>;
}

interface Described {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/** Reads the directives of the cost specification, under the names that the supergraph imports them by. */
export function readCostDirectives({ definitions }: DocumentNode): CostDirectives {
  const names = namesOf(definitions);
  const [weights, lists] = [new Map<string, number>(), new Map<string, ListSize>()];
  const note = (coordinate: string, { directives = [] }: Described) => {
    for (const directive of directives) {
      const { weight } = argumentsOf(directive);
      if (directive.name.value === names.cost) weights.set(coordinate, Number(weight) || 0);
      if (directive.name.value === names.listSize) lists.set(coordinate, argumentsOf(directive));
    }
  };
  for (const definition of definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const type = definition.name.value;
    note(type, definition);
    for (const field of fieldsOf(definition)) {
      const coordinate = `${type}.${field.name.value}`;
      note(coordinate, field);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const argument of field.arguments ?? []) note(`${coordinate}(${argument.name.value}:)`, argument);
    }
  }
  return { weights, lists };
}

function fieldsOf(definition: DefinitionNode): readonly (FieldDefinitionNode | InputValueDefinitionNode)[] {
  return 'fields' in definition ? (definition.fields ?? []) : [];
}

/** A supergraph may import them by other names. */
function namesOf(definitions: readonly DefinitionNode[]): {
  readonly cost: string;
  readonly listSize: string;
} {
  const schema = definitions.find(({ kind }) => kind === Kind.SCHEMA_DEFINITION) as Described | undefined;
  const links = (schema?.directives ?? []).map(argumentsOf);
  const link = links.find(({ url }) => /\/cost\/v[\d.]+$/.test(String(url)));
  const imports = Array.isArray(link?.['import']) ? (link['import'] as unknown[]) : [];
  const nameOf = (name: string) => {
    const renamed = imports.find(
      (each) => typeof each === 'object' && each !== null && 'name' in each && each.name === `@${name}`,
    ) as { readonly as?: string } | undefined;
    return renamed?.as?.slice(1) ?? name;
  };
  return { cost: nameOf('cost'), listSize: nameOf('listSize') };
}

function argumentsOf({ arguments: args = [] }: DirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(args.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}
