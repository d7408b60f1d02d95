import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { until } from '../../deploy/until.ts';
import type { DeployGround } from '../../deploy/ground.ts';
import { instancesOf, keys } from '@nimbusvault/runtime/registry';

const longestWaitMilliseconds = 5_000;

/** The facts about a plugin whose code was saved. */
interface Saved {
  readonly name: string;
  readonly schemaFile: string;
  /** The earliest possible start of its current process, in milliseconds since 1970. */
  readonly since: number;
}

/** Writes the committed schema of a plugin as its process has it. A file that cannot be written is reported. */
export async function saveSchema(
  { name, schemaFile, since }: Saved,
  { registry, tell }: DeployGround,
): Promise<void> {
  const sdl = await sdlSince(name, registry, since);
  if (!sdl) return;
  try {
    if (!existsSync(schemaFile) || readFileSync(schemaFile, 'utf8') !== sdl) writeFileSync(schemaFile, sdl);
  } catch (error) {
    tell(`${schemaFile} cannot be written: ${(error as Error).message}`);
  }
}

function sdlSince(
  name: string,
  registry: DeployGround['registry'],
  since: number,
): Promise<string | undefined> {
  return until(() => {
    const now = registry.registry();
    const instance = instancesOf(now, name).find((each) => each.since >= since);
    return instance && now.release.get(keys.release(instance))?.sdl;
  }, longestWaitMilliseconds);
}
