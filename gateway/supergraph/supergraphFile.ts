import { readFileSync } from 'node:fs';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { Kind, parse, type DocumentNode } from 'graphql';
import { enumArgument, joinedSubgraphs, textArgument } from '../planner/joinedSubgraphs.ts';
import type { SupergraphSource } from './supergraphSource.ts';

/** A field of an inaccessible type is in no API schema. */
const enforced = /^https:\/\/specs\.apollo\.dev\/inaccessible\//;
const howToWriteOne =
  'Pass the output of a composition, such as that of "nimbus compose --out supergraph.graphql".';

/** The supergraph of a file, read once. Throws SETTINGS_INVALID if the file has no supergraph that names its subgraphs and their URLs. */
export function readSupergraphFile(file: string): SupergraphSource {
  const supergraphSdl = readText(file);
  const document = parseSdl(supergraphSdl, file);
  const subgraphs = joinedSubgraphs(document);
  if (subgraphs.length === 0) throw notServable(file, 'It has no enum join__Graph that names subgraphs.');
  for (const { name, urls } of subgraphs) {
    if (urls.length === 0) throw notServable(file, `Its subgraph ${name} has no URL.`);
  }
  for (const feature of securityFeatures(document)) {
    const advice = 'Remove it from the subgraphs, or serve them by a gateway that enforces it.';
    if (!enforced.test(feature))
      throw notServable(
        file,
        `It protects fields by ${feature}, which this gateway does not enforce. ${advice}`,
      );
  }
  return {
    start: async () => ({ supergraphSdl, async stop() {} }),
    status: { serving: subgraphs.map(({ name }) => name), refused: [] },
    gateways: 1,
  };
}

/** The error for a file that cannot be served, with the reason. */
export function notServable(file: string, reason: string, cause?: unknown): VaultError {
  const message = `${file} is not a supergraph that can be served. ${reason} ${howToWriteOne}`;
  return new VaultError('SETTINGS_INVALID', message, { cause });
}

/** The specifications that the schema links for its security. */
function securityFeatures({ definitions }: DocumentNode): readonly string[] {
  return definitions
    .flatMap((definition) =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
        ? (definition.directives ?? [])
        : [],
    )
    .filter((directive) => enumArgument(directive, 'for') === 'SECURITY')
    .map((directive) => textArgument(directive, 'url') ?? 'a specification without a URL');
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
