import { Kind, type DirectiveNode, type DocumentNode, type EnumValueDefinitionNode } from 'graphql';

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
export function joinedSubgraphs({ definitions }: DocumentNode): JoinedSubgraph[] {
  const joined = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  return joined?.kind === Kind.ENUM_TYPE_DEFINITION ? (joined.values ?? []).map(joinedSubgraph) : [];
}

function joinedSubgraph({ name, directives = [] }: EnumValueDefinitionNode): JoinedSubgraph {
  const join = directives.find((directive) => directive.name.value === 'join__graph');
  return { name: textArgument(join, 'name') ?? name.value, urls: urlsIn(textArgument(join, 'url') ?? '') };
}

function textArgument(directive: DirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
