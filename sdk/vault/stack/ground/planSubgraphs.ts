import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { freePorts } from './freePorts.ts';

const routing = z.object({
  subgraphs: z.record(z.string(), z.object({ routing_url: z.string().optional() })),
});

/** Where a subgraph of supergraph.yaml runs; `variable` is what its `routing_url` calls the URL. */
export interface PlannedSubgraph {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  readonly variable: string;
}

/**
 * Gives each subgraph whose `routing_url` is `${env.X}` a port of its own. One with a fixed `routing_url` is not planned:
 * it runs elsewhere.
 */
export async function planSubgraphs(supergraphFile: string): Promise<PlannedSubgraph[]> {
  const named = Object.entries(readRouting(supergraphFile)).flatMap(([name, { routing_url }]) => {
    const variable = /^\$\{env\.([^}]+)\}$/.exec(routing_url ?? '')?.[1];
    return variable ? [{ name, variable }] : [];
  });
  const ports = await freePorts(named.length);
  return named.map((subgraph, index) => planned(subgraph, ports[index] ?? 0));
}

/** The same subgraph at another port, beside the one that it has. */
export async function elsewhere({ name, variable }: PlannedSubgraph): Promise<PlannedSubgraph> {
  const [port = 0] = await freePorts(1);
  return planned({ name, variable }, port);
}

function planned(subgraph: { name: string; variable: string }, port: number): PlannedSubgraph {
  return { ...subgraph, port, url: `http://127.0.0.1:${port}/graphql` };
}

function readRouting(file: string): z.infer<typeof routing>['subgraphs'] {
  try {
    return routing.parse(parse(readFileSync(file, 'utf8'))).subgraphs;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new VaultError('SETTINGS_INVALID', `${file} cannot be read: ${reason}`, { cause });
  }
}
