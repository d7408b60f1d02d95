import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployGround } from '../../deploy/index.ts';
import { instancesOf, keys } from '../../registry/index.ts';
import { readSupergraphConfig } from '../../supergraph/index.ts';

const longestWaitMilliseconds = 5_000;
const lookEveryMilliseconds = 100;

/** Writes the committed schema of a plugin as the process has it that began after `since`, in milliseconds since 1970. */
export async function saveSchema(
  name: string,
  { registry, supergraphFile }: DeployGround,
  since: number,
): Promise<void> {
  const sdl = await sdlSince(name, registry, since);
  const { subgraphs } = readSupergraphConfig(supergraphFile);
  const file = subgraphs.find((subgraph) => subgraph.name === name)?.schemaFile;
  if (!sdl || !file) return;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== sdl) writeFileSync(file, sdl);
}

async function sdlSince(
  name: string,
  registry: DeployGround['registry'],
  since: number,
): Promise<string | undefined> {
  for (const end = Date.now() + longestWaitMilliseconds; Date.now() < end;) {
    const now = registry.registry();
    const instance = instancesOf(now, name).find((each) => each.since >= since);
    const release = instance && now.release.get(keys.release(instance));
    if (release) return release.sdl;
    await sleep(lookEveryMilliseconds);
  }
  return undefined;
}
