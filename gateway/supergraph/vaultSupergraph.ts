import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { VaultError, type VaultLog } from '@nimbusvault/sdk/kernel';
import {
  catalogueOf,
  followRegistry,
  hashOf,
  keys,
  placesOf,
  publicationOf,
  revisionOf,
  unpublishedOf,
  withPublished,
  type Following,
  type GatewayReport,
  type Publishing,
} from '@nimbusvault/sdk/registry';
import {
  composeSupergraph,
  type Composition,
  type Refusal,
  type Subgraph,
} from '@nimbusvault/sdk/supergraph';
import { openLastGood, type LastGood } from './lastGood.ts';
import type { Network } from '../subgraphs/network.ts';
import type {
  StartedSource,
  SupergraphSource,
  SupergraphStatus,
  UpdateSupergraph,
} from './supergraphSource.ts';
import { untilReady } from './untilReady.ts';
import { readWanted, refuseFiles, type VaultFiles, type Wanted } from './vaultFiles.ts';
import { watchFiles } from './watchFiles.ts';

/** What the supergraph of a vault is made from. */
export interface VaultOptions extends VaultFiles {
  readonly publishing: Publishing;
  /** Where the registry is; without it the files say everything. */
  readonly natsUrl?: string | undefined;
  /** Keeps what the registry said last. */
  readonly stateFile?: string | undefined;
}

const nothing: Composition = { supergraphSdl: undefined, subgraphs: [], refusals: [] };

/**
 * Keeps the supergraph of core and the active plugins up to date with the registry, and with the files where there is
 * none. A change that does not compose is refused and named, and what composed last goes on serving.
 */
export class VaultSupergraph implements SupergraphSource {
  readonly #options: VaultOptions;
  readonly #log: VaultLog;
  readonly #tell: (line: string) => void;
  readonly #id = randomUUID();
  readonly #lastGood: LastGood;
  readonly #watch = watchFiles(() => void this.#refresh());
  #following: Following | undefined;
  #superseded = new AbortController();
  #served: Composition = nothing;
  #update: UpdateSupergraph | undefined;
  #network: Network | undefined;

  constructor(options: VaultOptions, log: VaultLog, tell: (line: string) => void = () => {}) {
    this.#options = options;
    this.#log = log;
    this.#tell = tell;
    this.#lastGood = openLastGood(options.stateFile, log);
  }

  /** Composes what composes: only unreadable files or a core that does not compose stop the gateway from starting. */
  start(update: UpdateSupergraph, network: Network): StartedSource {
    const first = this.#compose(this.#read());
    const { supergraphSdl, refusals } = first;
    if (!supergraphSdl)
      throw new VaultError('COMPOSITION_FAILED', refusals.flatMap(({ faults }) => faults).join('\n'));
    this.#take(first);
    this.#update = update;
    this.#network = network;
    this.#follow();
    return { supergraphSdl, stop: () => this.#stop() };
  }

  get status(): SupergraphStatus {
    const { subgraphs, refusals } = this.#served;
    return { serving: subgraphs.map(({ name }) => name), refused: refusals };
  }

  #follow(): void {
    const { natsUrl } = this.#options;
    if (!natsUrl) return;
    const onChange = () => void this.#refresh();
    const remembered = this.#lastGood.registry;
    this.#following = followRegistry({ natsUrl, name: 'gateway', log: this.#log, remembered, onChange });
    this.#following.report(() => this.#report());
  }

  get #registry() {
    return this.#following?.registry() ?? this.#lastGood.registry;
  }

  /** Serves what is wanted now; a plugin that has just been activated once it runs, and the rest at once. */
  async #refresh(): Promise<void> {
    this.#superseded.abort();
    this.#superseded = new AbortController();
    const { signal } = this.#superseded;
    try {
      const wanted = this.#read();
      const next = this.#compose(wanted);
      const newcomers = next.subgraphs.filter(({ name }) => !this.status.serving.includes(name));
      const settled = wanted.subgraphs.filter((subgraph) => !newcomers.includes(subgraph));
      if (newcomers.length > 0) await this.#serve(this.#compose({ ...wanted, subgraphs: settled }));
      await untilReady(this.#located(newcomers), signal);
      if (!signal.aborted) await this.#serve(next);
      if (!signal.aborted) await this.#publish();
    } catch (error) {
      this.#take({ ...this.#served, refusals: [refuseFiles(this.#options, error)] });
    }
  }

  async #stop(): Promise<void> {
    this.#watch.stop();
    this.#superseded.abort();
    await this.#following?.stop();
  }

  #read(): Wanted {
    const wanted = readWanted(this.#options, this.#registry, this.#options.publishing);
    this.#watch.follow(wanted.files);
    return wanted;
  }

  /** A subgraph that cannot be read now keeps the schema that it serves with. */
  #compose({ subgraphs, refusals }: Wanted): Composition {
    const isWanted = ({ name }: Subgraph) => subgraphs.some((subgraph) => subgraph.name === name);
    const isRefused = ({ name }: Subgraph) => refusals.some((refusal) => refusal.name === name);
    const kept = this.#served.subgraphs.filter((served) => isRefused(served) && !isWanted(served));
    const composition = this.#composeOnce([...kept, ...subgraphs]);
    return { ...composition, refusals: [...refusals, ...composition.refusals] };
  }

  /** Instances that come and go change nothing of what is composed. */
  #composeOnce(subgraphs: readonly Subgraph[]): Composition {
    const served = this.#served;
    if (served.supergraphSdl && isDeepStrictEqual(subgraphs, served.subgraphs))
      return { ...served, refusals: [] };
    return composeSupergraph(subgraphs, served.subgraphs);
  }

  #located(subgraphs: readonly Subgraph[]): readonly Subgraph[] {
    const places = placesOf(this.#registry, subgraphs);
    return subgraphs.map((subgraph) => ({
      ...subgraph,
      url: places.get(subgraph.name)?.join(' ') ?? subgraph.url,
    }));
  }

  async #serve(composition: Composition): Promise<void> {
    const { supergraphSdl } = composition;
    if (supergraphSdl !== undefined && supergraphSdl !== this.#served.supergraphSdl)
      await this.#update?.(supergraphSdl);
    this.#take(composition);
    this.#network?.locate(placesOf(this.#registry, this.#served.subgraphs));
    this.#following?.report(() => this.#report());
    if (this.#following?.isConnected()) this.#lastGood.keep(this.#registry);
  }

  /** What a running process brought and what composes is checked: the registry remembers it. */
  async #publish(): Promise<void> {
    if (this.#options.publishing !== 'on-start' || !this.#following) return;
    const registry = this.#registry;
    const publications = unpublishedOf(registry, this.#served.subgraphs).map((release) =>
      publicationOf(registry, release, { by: 'its own start' }),
    );
    if (publications.length === 0) return;
    const value = withPublished(catalogueOf(registry), publications);
    const revision = revisionOf(registry, keys.catalogue);
    await this.#following.write({ key: keys.catalogue, value, revision });
  }

  #report(): GatewayReport {
    return {
      id: this.#id,
      catalogue: revisionOf(this.#registry, keys.catalogue),
      serving: Object.fromEntries(this.#served.subgraphs.map(({ name, sdl }) => [name, hashOf(sdl)])),
      refused: this.#served.refusals.map(({ name, faults }) => ({ name, faults: [...faults] })),
      traffic: { ...this.#network?.traffic() },
    };
  }

  #take({ supergraphSdl, subgraphs, refusals }: Composition): void {
    const before = this.#served;
    const changed = supergraphSdl !== undefined && supergraphSdl !== before.supergraphSdl;
    this.#served = changed ? { supergraphSdl, subgraphs, refusals } : { ...before, refusals };
    if (!isDeepStrictEqual(refusals, before.refusals)) this.#tellRefusals(refusals);
    if (changed) this.#log.info({ serving: this.status.serving }, 'serving a new supergraph');
  }

  #tellRefusals(refusals: readonly Refusal[]): void {
    for (const { name, faults } of refusals) {
      this.#log.error({ plugin: name, faults }, `${name} is refused; what composed last is served`);
      this.#tell(`${name} is refused, and what composed last is served: ${faults.join(' ')}`);
    }
    if (refusals.length === 0) this.#tell('Nothing of the graph is refused any more.');
  }
}
