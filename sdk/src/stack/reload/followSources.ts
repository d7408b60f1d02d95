import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSupergraphConfig } from '../../supergraph/index.ts';
import type { Started } from '../followSettings.ts';
import type { Roster } from '../roster.ts';
import type { Site } from '../site.ts';
import { saveSchema } from './saveSchema.ts';
import { changesOf, lookAt, type Sources } from './sources.ts';

const lookEveryMilliseconds = 150;

/**
 * Starts a subgraph anew when its code was changed and kept still: the old process answers until the new one does, and
 * goes on where the new one does not start. The committed schema follows. Ends with `signal`.
 */
export async function followSources(
  site: Site,
  { roster, deploy }: Started,
  signal: AbortSignal,
): Promise<void> {
  const taken = new Map<string, Sources>();
  let seen = new Map<string, Sources>();
  while (!signal.aborted) {
    const now = lookAtMembers(site, roster);
    for (const [name, sources] of now) {
      const before = taken.get(name);
      if (!before) taken.set(name, sources);
      const isStill = changesOf(seen.get(name) ?? sources, sources).length === 0;
      const changes = before && isStill ? changesOf(before, sources) : [];
      if (changes.length === 0) continue;
      taken.set(name, sources);
      const since = Date.now();
      if (await roster.renew(name, changes)) await saveSchema(name, deploy, since);
    }
    seen = now;
    await sleep(lookEveryMilliseconds, undefined, { signal, ref: false }).catch(() => {});
  }
}

function lookAtMembers({ supergraphFile }: Site, roster: Roster): Map<string, Sources> {
  const members = roster.members();
  const listed = listedIn(supergraphFile).filter(({ name }) => members.includes(name));
  return new Map(listed.map(({ name, schemaFile }) => [name, lookAt(dirname(schemaFile))]));
}

/** Nothing where the file is half written: the next look tells. */
function listedIn(supergraphFile: string) {
  try {
    return readSupergraphConfig(supergraphFile).subgraphs;
  } catch {
    return [];
  }
}
