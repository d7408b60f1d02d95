import { readFileSync } from 'node:fs';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { Kind, parse, type DirectiveNode, type DocumentNode, type EnumValueDefinitionNode } from 'graphql';
import type { SupergraphSource } from './supergraphSource.ts';

const howToWriteOne =
  'Give it the output of a composition, such as that of "nimbus compose --out supergraph.graphql".';

/** The supergraph that a file has now, for good. Throws SETTINGS_INVALID where it has none that names its subgraphs and their URLs. */
export function readSupergraphFile(file: string): SupergraphSource {
  const supergraphSdl = readText(file);
  const subgraphs = graphsOf(parseSdl(supergraphSdl, file));
  if (subgraphs.length === 0) throw notServable(file, 'It has no enum join__Graph that names subgraphs.');
  for (const { name, url } of subgraphs) {
    if (!URL.canParse(url)) throw notServable(file, `Its subgraph ${name} has no URL.`);
  }
  return {
    initialize: async () => ({ supergraphSdl }),
    status: { serving: subgraphs.map(({ name }) => name), refused: [] },
  };
}

/** A file that cannot be served as it is, and why. */
export function notServable(file: string, reason: string, cause?: unknown): VaultError {
  const message = `${file} is no supergraph that can be served. ${reason} ${howToWriteOne}`;
  return new VaultError('SETTINGS_INVALID', message, { cause });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const message = `${file} cannot be read. Name the file of a supergraph, in SDL.`;
    throw new VaultError('SETTINGS_INVALID', message, { cause });
  }
}

function parseSdl(sdl: string, file: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (cause) {
    throw notServable(file, `It is not SDL: ${(cause as Error).message}`, cause);
  }
}

interface Graph {
  readonly name: string;
  readonly url: string;
}

function graphsOf({ definitions }: DocumentNode): Graph[] {
  const graphs = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  return graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []).map(graphOf) : [];
}

function graphOf({ name, directives = [] }: EnumValueDefinitionNode): Graph {
  const join = directives.find((directive) => directive.name.value === 'join__graph');
  return { name: textArgument(join, 'name') ?? name.value, url: textArgument(join, 'url') ?? '' };
}

function textArgument(directive: DirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
