import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, Source, type DocumentNode } from 'graphql';
import { coreName, type Refusal, type Subgraph } from '@nimbusvault/sdk/kernel';
import type { Composition } from './composition.ts';
import { explainFault } from './explainFault.ts';

/**
 * Composes core and its plugins, and nothing without core. If the whole does not compose, `serving`, the last composition,
 * accepts the changes one by one, so that the breaking change is refused and named, and not its victim.
 */
export function composeSupergraph(
  wanted: readonly Subgraph[],
  serving: readonly Subgraph[] = [],
): Composition {
  const core = wanted.filter(({ name }) => name === coreName);
  if (core.length === 0) return { ...nothing, refusals: [] };
  const whole = attempt(wanted);
  if (whole.supergraphSdl) return { supergraphSdl: whole.supergraphSdl, subgraphs: wanted, refusals: [] };
  const kept = serving.filter(({ name }) => wanted.some((subgraph) => subgraph.name === name));
  const { supergraphSdl } = attempt(kept);
  const plugins = wanted.filter(({ name }) => name !== coreName);
  return admitAll(supergraphSdl ? { supergraphSdl, subgraphs: kept } : nothing, [...core, ...plugins]);
}

interface Admitted {
  readonly supergraphSdl: string | undefined;
  readonly subgraphs: readonly Subgraph[];
}

const nothing: Admitted = { supergraphSdl: undefined, subgraphs: [] };

/** Admits until a round admits nothing more: a subgraph may need another one that comes later. */
function admitAll(start: Admitted, candidates: readonly Subgraph[]): Composition {
  const pending = candidates.filter((candidate) => !start.subgraphs.includes(candidate));
  const { admitted, refusals } = admitEach(start, pending);
  if (admitted === start || refusals.length === 0) return { ...admitted, refusals };
  const refused = pending.filter(({ name }) => refusals.some((refusal) => refusal.name === name));
  return admitAll(admitted, refused);
}

function admitEach(
  start: Admitted,
  pending: readonly Subgraph[],
): { admitted: Admitted; refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  let admitted = start;
  for (const candidate of pending) {
    const subgraphs = [...admitted.subgraphs.filter(({ name }) => name !== candidate.name), candidate];
    const { supergraphSdl, errors } = attempt(subgraphs);
    if (supergraphSdl) admitted = { supergraphSdl, subgraphs };
    else
      refusals.push({ name: candidate.name, faults: errors.map((error) => explainFault(error, candidate)) });
    if (admitted === nothing) break;
  }
  return { admitted, refusals };
}

interface Attempt {
  readonly supergraphSdl: string | undefined;
  readonly errors: readonly GraphQLError[];
}

function attempt(subgraphs: readonly Subgraph[]): Attempt {
  if (subgraphs.length === 0) return { supergraphSdl: undefined, errors: [] };
  try {
    const { supergraphSdl, errors } = composeServices(
      subgraphs.map((subgraph) => ({ name: subgraph.name, url: subgraph.url, typeDefs: parseSdl(subgraph) })),
    );
    return supergraphSdl ? refuseUnenforceable(supergraphSdl) : { supergraphSdl, errors: errors ?? [] };
  } catch (error) {
    return { supergraphSdl: undefined, errors: [error instanceof GraphQLError ? error : unexpected(error)] };
  }
}

function parseSdl({ name, sdl, file = name }: Subgraph): DocumentNode {
  return parse(new Source(sdl, file));
}

/** @apollo/gateway refuses to load a supergraph with these; therefore the subgraph that uses them is named instead. */
const unenforceable = /specs\.apollo\.dev\/(authenticated|requiresScopes|policy|context)\//;

function refuseUnenforceable(supergraphSdl: string): Attempt {
  const directive = unenforceable.exec(supergraphSdl)?.[1];
  if (!directive) return { supergraphSdl, errors: [] };
  const message = `The gateway cannot enforce @${directive}. Check roles in the bll instead.`;
  return { supergraphSdl: undefined, errors: [new GraphQLError(message)] };
}

function unexpected(error: unknown): GraphQLError {
  return new GraphQLError(error instanceof Error ? error.message : String(error));
}
