import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import {
  composeSupergraph,
  readSubgraphs,
  type Composition,
  type Refusal,
  type Subgraph,
  type SubgraphSources,
} from '@nimbusvault/sdk/supergraph';
import { urlsIn } from './graphsOf.ts';
import type { SupergraphSource, SupergraphStatus, UpdateSupergraph } from './supergraphSource.ts';
import { untilReady } from './untilReady.ts';
import { watchFiles } from './watchFiles.ts';

/** The files that say which subgraphs there are, and the environment that says where they run. */
export interface SupergraphFiles {
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly env: NodeJS.ProcessEnv;
}

const nothing: Composition = { supergraphSdl: undefined, subgraphs: [], refusals: [] };

/**
 * Keeps the supergraph of core and the active plugins up to date with its files. A change that does not compose is
 * refused and named, and what composed last goes on serving.
 */
export class SupergraphRegistry implements SupergraphSource {
  readonly #files: SupergraphFiles;
  readonly #log: VaultLog;
  readonly #tell: (line: string) => void;
  readonly #watch = watchFiles(() => void this.#refresh());
  #superseded = new AbortController();
  #served: Composition = nothing;
  #update: UpdateSupergraph | undefined;

  constructor(files: SupergraphFiles, log: VaultLog, tell: (line: string) => void = () => {}) {
    this.#files = files;
    this.#log = log;
    this.#tell = tell;
  }

  /** Composes what composes: only unreadable files or a core that does not compose stop the gateway from starting. */
  start(update: UpdateSupergraph) {
    const first = this.#compose(this.#read());
    const { supergraphSdl, refusals } = first;
    if (!supergraphSdl)
      throw new VaultError('COMPOSITION_FAILED', refusals.flatMap(({ faults }) => faults).join('\n'));
    this.#take(first);
    this.#update = update;
    return { supergraphSdl, stop: () => this.#stop() };
  }

  get status(): SupergraphStatus {
    const { subgraphs, refusals } = this.#served;
    return { serving: subgraphs.map(({ name }) => name), refused: refusals };
  }

  /** Serves what the files say now; a plugin that has just been activated once it runs, and the rest at once. */
  async #refresh(): Promise<void> {
    this.#superseded.abort();
    this.#superseded = new AbortController();
    const { signal } = this.#superseded;
    try {
      const sources = this.#read();
      const next = this.#compose(sources);
      const newcomers = next.subgraphs.filter(({ name }) => !this.status.serving.includes(name));
      const settled = sources.subgraphs.filter((subgraph) => !newcomers.includes(subgraph));
      if (newcomers.length > 0) await this.#serve(this.#compose({ ...sources, subgraphs: settled }));
      await untilReady(newcomers, signal);
      if (!signal.aborted) await this.#serve(next);
    } catch (error) {
      this.#take({ ...this.#served, refusals: [this.#refuseFiles(error)] });
    }
  }

  #stop(): void {
    this.#watch.stop();
    this.#superseded.abort();
  }

  #read(): SubgraphSources {
    const { settingsFile, supergraphFile, env } = this.#files;
    const sources = readSubgraphs(settingsFile, supergraphFile, env);
    this.#watch.follow([settingsFile, supergraphFile, ...sources.schemaFiles]);
    return sources;
  }

  /** A subgraph that cannot be read now keeps the schema that it serves with. */
  #compose(sources: SubgraphSources): Composition {
    const { subgraphs, refusals } = refuseHomeless(sources);
    const isRefused = ({ name }: Subgraph) => refusals.some((refusal) => refusal.name === name);
    const kept = this.#served.subgraphs.filter(isRefused);
    const composition = composeSupergraph([...kept, ...subgraphs], this.#served.subgraphs);
    return { ...composition, refusals: [...refusals, ...composition.refusals] };
  }

  async #serve(composition: Composition): Promise<void> {
    const { supergraphSdl } = composition;
    if (supergraphSdl !== undefined && supergraphSdl !== this.#served.supergraphSdl)
      await this.#update?.(supergraphSdl);
    this.#take(composition);
  }

  #take({ supergraphSdl, subgraphs, refusals }: Composition): void {
    const before = this.#served;
    const changed = supergraphSdl !== undefined && supergraphSdl !== before.supergraphSdl;
    this.#served = changed ? { supergraphSdl, subgraphs, refusals } : { ...before, refusals };
    if (!isDeepStrictEqual(refusals, before.refusals)) this.#report(refusals);
    if (changed) this.#log.info({ serving: this.status.serving }, 'serving a new supergraph');
  }

  #report(refusals: readonly Refusal[]): void {
    for (const { name, faults } of refusals) {
      this.#log.error({ plugin: name, faults }, `${name} is refused; what composed last is served`);
      this.#tell(`${name} is refused, and what composed last is served: ${faults.join(' ')}`);
    }
    if (refusals.length === 0) this.#tell('Nothing of the graph is refused any more.');
  }

  #refuseFiles(error: unknown): Refusal {
    const { settingsFile, supergraphFile } = this.#files;
    const message = error instanceof Error ? error.message : String(error);
    const fault = message
      .replaceAll(settingsFile, basename(settingsFile))
      .replaceAll(supergraphFile, basename(supergraphFile));
    return {
      name: basename(message.includes(supergraphFile) ? supergraphFile : settingsFile),
      faults: [fault],
    };
  }
}

function refuseHomeless({
  subgraphs,
  refusals,
}: SubgraphSources): Pick<SubgraphSources, 'subgraphs' | 'refusals'> {
  const homeless = subgraphs
    .filter(({ url }) => urlsIn(url).length === 0)
    .map(({ name }) => ({
      name,
      faults: [`The routing_url of ${name} is no URL. Set the environment variable that it refers to.`],
    }));
  return {
    subgraphs: subgraphs.filter(({ url }) => urlsIn(url).length > 0),
    refusals: [...refusals, ...homeless],
  };
}
