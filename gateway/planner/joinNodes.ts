import {
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { coreName } from '@nimbusvault/sdk/kernel';
import { enumArgument, joinedNames, textArgument } from './joinedSubgraphs.ts';

/** The name of the gateway among the subgraphs that plans fetch from; the name of a plugin begins with a capital. */
export const gatewayItself = 'gateway';

const graph = '_GATEWAY';
const nodeInterface = 'Node';
const nodeFields = ['node', 'nodes'];

/** The subgraphs that know whether an object exists, by the name of its type; the types of core come first. */
export type NodeOwners = ReadonlyMap<string, readonly string[]>;

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** Returns the types that implement Node, each with the subgraphs that say so and have its entities by their id. */
function nodeOwnersOf(supergraph: DocumentNode): NodeOwners {
  const names = joinedNames(supergraph);
  const owners = supergraph.definitions
    .filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter(({ directives = [] }) => named('inaccessible', directives).length === 0)
    .map((type) => [type.name.value, ownersOf(type).map((graphs) => names.get(graphs) ?? graphs)] as const)
    .filter(([, graphs]) => graphs.length > 0);
  const isOfCore = ([, graphs]: (typeof owners)[number]) => graphs.includes(coreName);
  return new Map([...owners.filter(isOfCore), ...owners.filter((each) => !isOfCore(each))]);
}

function ownersOf({ directives = [] }: Fielded): readonly string[] {
  const saying = named('join__implements', directives)
    .filter((join) => textArgument(join, 'interface') === nodeInterface)
    .map(graphOf);
  return named('join__type', directives)
    .filter((join) => textArgument(join, 'key') === 'id' && !isUnresolvable(join))
    .map(graphOf)
    .filter((each) => saying.includes(each));
}

function isUnresolvable({ arguments: given = [] }: DirectiveNode): boolean {
  return given.some(
    ({ name, value }) => name.value === 'resolvable' && 'value' in value && value.value === false,
  );
}

/** A composed supergraph, and whether the gateway resolves `node` and `nodes` of it. */
interface Composed {
  readonly supergraphSdl: string;
  readonly resolvesNodes: boolean;
}

/** The supergraph that plans are made of. */
interface Planned {
  readonly sdl: string;
  readonly document: DocumentNode;
  readonly nodeOwners: NodeOwners;
}

/** Parses a supergraph, and adds the gateway to its subgraphs if it resolves nodes itself. */
export function readPlanned({ supergraphSdl: sdl, resolvesNodes }: Composed): Planned {
  const composed = parse(sdl, { noLocation: true });
  const owners = nodeOwnersOf(composed);
  if (!resolvesNodes || owners.size === 0 || !hasNodeField(composed))
    return { sdl, document: composed, nodeOwners: new Map() };
  const document = joinNodes(composed, owners);
  return { sdl: print(document), document, nodeOwners: owners };
}

/** Adds the gateway to the subgraphs, as the one that resolves `node` and `nodes` and refers to the objects of all owners. */
function joinNodes(supergraph: DocumentNode, owners: NodeOwners): DocumentNode {
  return visit(supergraph, {
    EnumTypeDefinition: (type) => (type.name.value === 'join__Graph' ? withGateway(type) : false),
    InterfaceTypeDefinition: (type) => (type.name.value === nodeInterface ? joined(type) : false),
    ObjectTypeDefinition(type) {
      if (type.name.value === 'Query') return joined(type);
      return owners.has(type.name.value) ? joined(type, implementing, reference) : false;
    },
  });
}

function hasNodeField({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (type) =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION &&
      type.name.value === 'Query' &&
      type.fields?.some(isNodeField),
  );
}

const isNodeField = ({ name }: FieldDefinitionNode) => nodeFields.includes(name.value);

const directive = (text: string): ConstDirectiveNode => {
  const [definition] = parse(`scalar X ${text}`, { noLocation: true }).definitions;
  return (definition as { directives: readonly ConstDirectiveNode[] }).directives[0] as ConstDirectiveNode;
};

const fieldOf = (name: string) => directive(`@join__field(graph: ${name})`);
const ownField = fieldOf(graph);
const ownType = directive(`@join__type(graph: ${graph})`);
const reference = directive(`@join__type(graph: ${graph}, key: "id", resolvable: false)`);
const implementing = directive(`@join__implements(graph: ${graph}, interface: "${nodeInterface}")`);

function withGateway(type: EnumTypeDefinitionNode): EnumTypeDefinitionNode {
  const directives = [directive(`@join__graph(name: "${gatewayItself}", url: "http://gateway.invalid/")`)];
  const own = {
    kind: Kind.ENUM_VALUE_DEFINITION,
    name: { kind: Kind.NAME, value: graph },
    directives,
  } as const;
  return { ...type, values: [...(type.values ?? []), own] };
}

/** Says of every other field to which subgraphs it belongs: a field that says nothing belongs to all of its type's. */
function joined<Type extends Fielded>(type: Type, ...more: readonly ConstDirectiveNode[]): Type {
  const { directives = [], fields = [] } = type;
  const graphs = [...new Set(named('join__type', directives).map(graphOf))].map(fieldOf);
  const added = more.length > 0 ? more : [ownType];
  return {
    ...type,
    directives: [...directives, ...added],
    fields: fields.map((field) => ({ ...field, directives: joinedField(field, type, graphs) })),
  };
}

function joinedField(
  field: FieldDefinitionNode,
  type: Fielded,
  graphs: readonly ConstDirectiveNode[],
): readonly ConstDirectiveNode[] {
  const { directives = [] } = field;
  const joins = named('join__field', directives);
  if (type.name.value === 'Query' && isNodeField(field))
    return [...directives.filter((each) => !joins.includes(each)), ownField];
  if (field.name.value === 'id') return joins.length === 0 ? directives : [...directives, ownField];
  return joins.length === 0 ? [...directives, ...graphs] : directives;
}

function named<Directive extends DirectiveNode>(
  name: string,
  directives: readonly Directive[],
): readonly Directive[] {
  return directives.filter((each) => each.name.value === name);
}

const graphOf = (join: DirectiveNode) => enumArgument(join, 'graph') ?? '';
