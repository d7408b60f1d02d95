import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type ValueNode,
} from 'graphql';

/** A subgraph of a supergraph, and the URLs of its instances. */
export interface JoinedSubgraph {
  readonly name: string;
  readonly urls: readonly string[];
}

/** A `routing_url` lists the URLs of all instances, separated by spaces; returns none if one is invalid. */
export function urlsIn(routingUrl: string): readonly string[] {
  const urls = routingUrl.split(/\s+/);
  return urls.every((url) => URL.canParse(url)) ? urls : [];
}

/** The subgraphs of a supergraph: its enum `join__Graph`. */
export function joinedSubgraphs(supergraph: DocumentNode): JoinedSubgraph[] {
  return joinedGraphs(supergraph).map(joinedSubgraph);
}

/** The names of the subgraphs, by their value of the enum `join__Graph`. */
export function joinedNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  return new Map(joinedGraphs(supergraph).map((graph) => [graph.name.value, joinedSubgraph(graph).name]));
}

function joinedGraphs({ definitions }: DocumentNode): readonly EnumValueDefinitionNode[] {
  const joined = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  return joined?.kind === Kind.ENUM_TYPE_DEFINITION ? (joined.values ?? []) : [];
}

function joinedSubgraph({ name, directives = [] }: EnumValueDefinitionNode): JoinedSubgraph {
  const join = directives.find((directive) => directive.name.value === 'join__graph');
  return { name: textArgument(join, 'name') ?? name.value, urls: urlsIn(textArgument(join, 'url') ?? '') };
}

/** The argument of a directive that is a string. */
export function textArgument(directive: DirectiveNode | undefined, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** The argument of a directive that is a value of an enum. */
export function enumArgument(directive: DirectiveNode | undefined, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

function argumentOf(directive: DirectiveNode | undefined, name: string): ValueNode | undefined {
  return directive?.arguments?.find((argument) => argument.name.value === name)?.value;
}
