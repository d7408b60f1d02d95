import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSupergraphConfig, type SubgraphEntry } from '@nimbusvault/runtime/registry';
import { canChangeSchema, warnOfBreaks } from '../../deploy/warnOfBreaks.ts';
import type { Started } from '../fleet/followSettings.ts';
import type { Roster } from '../fleet/roster.ts';
import type { Site } from '../ground/site.ts';
import { saveSchema } from './saveSchema.ts';
import { canChangeTypes, saveTypes } from './saveTypes.ts';
import { changesOf, isOfStandIn, lookAt, type Sources } from './sources.ts';

const lookEveryMilliseconds = 150;

/**
 * Restarts a subgraph when its code was changed and then stayed unchanged: the old process answers until the new one does, and
 * continues if the new one does not start. The committed schema and its types are updated. Ends with `signal`.
 */
export async function followSources(
  site: Site,
  { roster, deploy }: Pick<Started, 'roster' | 'deploy'>,
  signal: AbortSignal,
): Promise<void> {
  const taken = new Map<string, Sources>();
  const listing = followListing(site.supergraphFile);
  let seen: readonly Member[] = [];
  while (!signal.aborted) {
    const now = lookAtMembers(listing(), roster);
    for (const { name, schemaFile, sources } of now) {
      const before = taken.get(name);
      if (!before) taken.set(name, sources);
      const last = seen.find((member) => member.name === name)?.sources ?? sources;
      const isStill = changesOf(last, sources).length === 0;
      const changes = before && isStill ? changesOf(before, sources) : [];
      if (changes.length === 0) continue;
      taken.set(name, sources);
      if (changes.some(isOfStandIn)) void roster.renewStandIn(name);
      const own = changes.filter((path) => !isOfStandIn(path));
      if (own.length > 0) await renew({ name, schemaFile, changes: own }, { roster, deploy });
    }
    seen = now;
    await sleep(lookEveryMilliseconds, undefined, { signal, ref: false }).catch(() => {});
  }
}

interface Saved {
  readonly name: string;
  readonly schemaFile: string;
  /** The paths of what was saved. */
  readonly changes: readonly string[];
}

async function renew(
  { name, schemaFile, changes }: Saved,
  { roster, deploy }: Pick<Started, 'roster' | 'deploy'>,
): Promise<void> {
  const since = Date.now();
  const warned = canChangeSchema(changes) ? warnOfBreaks(name, deploy) : undefined;
  if (await roster.renew(name, changes, warned)) void saveSchema({ name, schemaFile, since }, deploy);
  if (canChangeTypes(changes)) await saveTypes(dirname(schemaFile), deploy.tell);
}

/** A subgraph that runs here, and its current code. */
interface Member {
  readonly name: string;
  readonly schemaFile: string;
  readonly sources: Sources;
}

function lookAtMembers(listed: readonly SubgraphEntry[], roster: Roster): readonly Member[] {
  const members = roster.members();
  return listed
    .filter(({ name }) => members.includes(name))
    .map(({ name, schemaFile }) => ({ name, schemaFile, sources: lookAt(dirname(schemaFile)) }));
}

/** The subgraphs in supergraph.yaml; it is read again after each write. Returns nothing for a half-written file: the next read succeeds. */
function followListing(supergraphFile: string): () => readonly SubgraphEntry[] {
  let [written, listed]: [number | undefined, readonly SubgraphEntry[]] = [undefined, []];
  return () => {
    const now = statSync(supergraphFile, { throwIfNoEntry: false })?.mtimeMs;
    if (now === written) return listed;
    try {
      listed = readSupergraphConfig(supergraphFile).subgraphs;
      written = now;
      return listed;
    } catch {
      return [];
    }
  };
}
