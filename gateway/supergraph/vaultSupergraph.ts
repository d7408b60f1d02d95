import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { VaultError, type VaultLog, type Subgraph } from '@nimbusvault/sdk/kernel';
import {
  followRegistry,
  hashOf,
  keys,
  locatedIn,
  placesOf,
  readAllowed,
  revisionOf,
  type Following,
  type GatewayReport,
  type Publishing,
  type Registry,
} from '@nimbusvault/runtime/registry';
import type { Composition } from '@nimbusvault/graph';
import { openComposer, type CompositionJob, type Composer } from './composer.ts';
import { openLastComposition } from './lastComposition.ts';
import { openLastGood, type LastGood } from './lastGood.ts';
import type {
  GraphInUse,
  StartedSource,
  SupergraphSource,
  SupergraphStatus,
  UpdateSupergraph,
} from './supergraphSource.ts';
import { publishServed } from './publishServed.ts';
import { reportRefusals } from './reportRefusals.ts';
import { untilReady } from './untilReady.ts';
import {
  readWanted,
  refuseFiles,
  refuseStrangers,
  refuseToo,
  type VaultFiles,
  type Wanted,
} from './vaultFiles.ts';
import { watchFiles } from './watchFiles.ts';

/** The inputs of the supergraph of a vault. */
interface VaultOptions extends VaultFiles {
  readonly publishing: Publishing;
  /** The URL of the registry; without it the files decide everything. */
  readonly natsUrl?: string | undefined;
  /** The name of the vault, to which the stored state belongs. */
  readonly vault: string;
  /** Stores the registry's last state. */
  readonly stateFile?: string | undefined;
}

const recordEveryMs = 5_000;
const nothing: Composition = { supergraphSdl: undefined, subgraphs: [], refusals: [] };

/**
 * Keeps the supergraph of core and the active plugins up to date with the registry, or with the files if there is
 * no registry. A change that does not compose is refused and named, and the last supergraph is still served.
 */
export class VaultSupergraph implements SupergraphSource {
  readonly #options: VaultOptions;
  readonly #log: VaultLog;
  readonly #tell: (line: string) => void;
  readonly #id = randomUUID();
  readonly #lastGood: LastGood;
  readonly #watch = watchFiles(() => void this.#refresh());
  readonly #composer: Composer;
  #following: Following | undefined;
  #changed = new AbortController();
  #isRefreshing = false;
  #isStopped = false;
  #followed = 0;
  #url: string | undefined;
  #served: Composition = nothing;
  #update: UpdateSupergraph | undefined;
  #graph: GraphInUse | undefined;
  #recording: NodeJS.Timeout | undefined;

  constructor(options: VaultOptions, log: VaultLog, tell: (line: string) => void = () => {}) {
    this.#options = options;
    this.#log = log;
    this.#tell = tell;
    const { stateFile, vault } = options;
    this.#lastGood = openLastGood(stateFile, { vault, log });
    const last = openLastComposition(stateFile && `${stateFile}.supergraph`, { vault, log });
    this.#composer = openComposer(last, () => this.#following?.supergraphs);
  }

  /** Composes all valid subgraphs: only unreadable files or a core that does not compose stop the gateway from starting. */
  async start(update: UpdateSupergraph, graph: GraphInUse): Promise<StartedSource> {
    this.#isRefreshing = true; // a change waits for the first supergraph
    const wanted = this.#read();
    const first = refuseToo(wanted, await this.#composer.composeFirst(this.#jobOf(wanted)));
    const { supergraphSdl, refusals } = first;
    if (!supergraphSdl)
      throw new VaultError('COMPOSITION_FAILED', refusals.flatMap(({ faults }) => faults).join('\n'));
    this.#take(first);
    this.#update = update;
    this.#graph = graph;
    this.#isRefreshing = false;
    this.#follow();
    if (this.#changed.signal.aborted) void this.#refresh();
    return { supergraphSdl, stop: () => this.#stop() };
  }

  get status(): SupergraphStatus {
    return { serving: this.subgraphs.map(({ name }) => name), refused: this.#served.refusals };
  }

  get subgraphs(): readonly Subgraph[] {
    return this.#served.subgraphs;
  }

  /** Announces the URL of this gateway in the registry. */
  servedAt(url: string): void {
    this.#url = url;
    this.#following?.report(() => this.#report());
  }

  get gateways(): number {
    return Math.max(1, this.registry.gateway.size);
  }

  #follow(): void {
    const { natsUrl } = this.#options;
    if (!natsUrl) return;
    const onChange = () => {
      this.#locate(); // a gone process must not get requests until the next composition
      void this.#refresh();
    };
    const remembered = this.#lastGood.registry;
    const allowed = () => readAllowed(this.#options);
    const client = { natsUrl, name: 'gateway', log: this.#log };
    this.#following = followRegistry({ ...client, remembered, allowed, onChange });
    this.#following.report(() => this.#report());
    const record = () => void this.#following?.record(this.#graph?.takeOperations() ?? []);
    this.#recording = setInterval(record, recordEveryMs).unref();
  }

  get registry(): Registry {
    return this.#following?.registry() ?? this.#lastGood.registry;
  }

  /** Handles one change after the other; changes that arrive meanwhile are handled together. */
  async #refresh(): Promise<void> {
    this.#changed.abort();
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    while (this.#changed.signal.aborted && !this.#isStopped) {
      this.#changed = new AbortController();
      await this.#serveWanted(this.#changed.signal);
    }
    this.#isRefreshing = false;
  }

  /** A plugin that has just been activated is served once it runs, and the rest at once. */
  async #serveWanted(changed: AbortSignal): Promise<void> {
    try {
      const revision = revisionOf(this.registry, keys.catalogue);
      const wanted = this.#read();
      const next = await this.#compose(wanted);
      const isNew = ({ name }: Subgraph) => !this.status.serving.includes(name);
      const newcomers = next.subgraphs.filter(isNew);
      const settled = wanted.subgraphs.filter((subgraph) => !isNew(subgraph));
      if (newcomers.length > 0) await this.#serve(await this.#compose({ ...wanted, subgraphs: settled }));
      await untilReady(locatedIn(this.registry, newcomers), changed);
      if (newcomers.length > 0 && changed.aborted) return;
      await this.#serve(next);
      this.#followed = revision;
      const served = { registry: this.registry, subgraphs: this.subgraphs };
      if (this.#following) await publishServed(this.#following, served, this.#options.publishing);
    } catch (error) {
      this.#take({ ...this.#served, refusals: [refuseFiles(this.#options, error)] });
    }
    this.#following?.report(() => this.#report());
  }

  async #stop(): Promise<void> {
    this.#watch.stop();
    clearInterval(this.#recording);
    this.#isStopped = true;
    this.#changed.abort();
    this.#composer.close();
    await this.#following?.stop();
  }

  #read(): Wanted {
    const wanted = readWanted(this.#options, this.registry, this.#options.publishing);
    this.#watch.follow(wanted.files);
    return refuseStrangers(wanted, this.#following?.strangers() ?? []);
  }

  async #compose(wanted: Wanted): Promise<Composition> {
    const job = this.#jobOf(wanted);
    const isServed = isDeepStrictEqual(job.subgraphs, this.#served.subgraphs);
    const composition = isServed ? { ...this.#served, refusals: [] } : await this.#composer.compose(job);
    return refuseToo(wanted, composition);
  }

  /** A subgraph that cannot be read now keeps its served schema. */
  #jobOf({ subgraphs, refusals }: Wanted): CompositionJob {
    const serving = this.subgraphs;
    const isWanted = ({ name }: Subgraph) => subgraphs.some((subgraph) => subgraph.name === name);
    const isRefused = ({ name }: Subgraph) => refusals.some((refusal) => refusal.name === name);
    const kept = serving.filter((served) => isRefused(served) && !isWanted(served));
    return { subgraphs: [...kept, ...subgraphs], serving };
  }

  async #serve(composition: Composition): Promise<void> {
    const { supergraphSdl } = composition;
    if (supergraphSdl !== undefined && supergraphSdl !== this.#served.supergraphSdl)
      await this.#update?.(supergraphSdl);
    this.#take(composition);
    this.#locate();
    if (this.#following?.isConnected()) this.#lastGood.keep(this.registry);
  }

  #locate(): void {
    this.#graph?.locate(placesOf(this.registry, this.#served.subgraphs));
  }

  #report(): GatewayReport {
    return {
      id: this.#id,
      url: this.#url,
      catalogue: this.#followed,
      serving: Object.fromEntries(this.#served.subgraphs.map(({ name, sdl }) => [name, hashOf(sdl)])),
      refused: this.#served.refusals.map(({ name, faults }) => ({ name, faults: [...faults] })),
      traffic: { ...this.#graph?.traffic() },
    };
  }

  #take({ supergraphSdl, subgraphs, refusals }: Composition): void {
    const before = this.#served;
    const served = supergraphSdl === undefined ? before : { supergraphSdl, subgraphs };
    this.#served = { ...served, refusals };
    if (!isDeepStrictEqual(refusals, before.refusals)) reportRefusals(refusals, this.#log, this.#tell);
    if (served.supergraphSdl !== before.supergraphSdl)
      this.#log.info({ serving: this.status.serving }, 'serving a new supergraph');
  }
}
