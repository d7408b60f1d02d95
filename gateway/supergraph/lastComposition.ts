import type { Composition } from '@nimbusvault/graph';
import { composerVersion } from '@nimbusvault/graph/version';
import { hashOf } from '@nimbusvault/runtime/registry';
import type { Subgraph, VaultLog } from '@nimbusvault/sdk/kernel';
import { openKept } from './keptFile.ts';

interface Kept {
  readonly key: string;
  readonly supergraphSdl: string;
}

/** The supergraph that a gateway composed last, on its disk: a start with the same subgraphs need not compose, nor load the library for it. */
export interface LastComposition {
  /** The composition of exactly these subgraphs, if it was the last. */
  find(subgraphs: readonly Subgraph[]): Composition | undefined;
  keep(composition: Composition): void;
}

/** Reads the supergraph of a vault in `file`; without a file nothing is stored. */
export function openLastComposition(
  file: string | undefined,
  owner: { vault: string; log: VaultLog },
): LastComposition {
  const stored = openKept(file, owner);
  let [last] = stored.read() as readonly (Partial<Kept> | undefined)[];
  return {
    find(subgraphs) {
      if (last?.supergraphSdl === undefined || last.key !== keyOf(subgraphs)) return undefined;
      return { supergraphSdl: last.supergraphSdl, subgraphs, refusals: [] };
    },
    keep({ supergraphSdl, subgraphs }) {
      const key = keyOf(subgraphs);
      if (supergraphSdl === undefined || last?.key === key) return;
      last = { key, supergraphSdl };
      stored.write([last]);
    },
  };
}

function keyOf(subgraphs: readonly Subgraph[]): string {
  return hashOf(JSON.stringify([composerVersion, subgraphs]));
}
