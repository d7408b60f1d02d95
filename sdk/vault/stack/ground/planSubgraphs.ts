import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';

const routing = z.object({
  subgraphs: z.record(
    z.string(),
    z.object({ routing_url: z.string().optional(), schema: z.object({ file: z.string() }) }),
  ),
});

/** An address at which nothing answers. */
const nowhere = 'http://127.0.0.1:0/graphql';

/** A subgraph of supergraph.yaml that the stack runs; `variable` is the name of its URL in `routing_url`. */
export interface PlannedSubgraph {
  readonly name: string;
  readonly variable: string;
  /** The folder of its code. */
  readonly folder: string;
  /** The URL at which its process listens; unusable before it first listens. */
  url: string;
  /** The address of the server that stands for its outside system, while one runs. */
  standIn?: string;
}

/** Plans each subgraph whose `routing_url` is `${env.X}`. A subgraph with a fixed `routing_url` runs elsewhere. */
export function planSubgraphs(supergraphFile: string): PlannedSubgraph[] {
  return Object.entries(readRouting(supergraphFile)).flatMap(([name, { routing_url, schema }]) => {
    const variable = /^\$\{env\.([^}]+)\}$/.exec(routing_url ?? '')?.[1];
    const folder = dirname(resolve(dirname(supergraphFile), schema.file));
    return variable ? [{ name, variable, folder, url: nowhere }] : [];
  });
}

function readRouting(file: string): z.infer<typeof routing>['subgraphs'] {
  try {
    return routing.parse(parse(readFileSync(file, 'utf8'))).subgraphs;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new VaultError('SETTINGS_INVALID', `${file} cannot be read: ${reason}`, { cause });
  }
}
