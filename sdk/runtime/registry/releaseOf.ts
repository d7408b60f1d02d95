import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { coreHooks, hookType, isAnswer, type Plugin } from '@nimbusvault/sdk/internal';
import { hashOf, type Release } from './state/entries.ts';
import { coreName } from '@nimbusvault/sdk/kernel';
import { printSubgraphSdl } from '../http/printSubgraphSdl.ts';

const sdkPackage = createRequire(import.meta.url).resolve('@nimbusvault/sdk/package.json');
const { version: sdk } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(sdkPackage, 'utf8')));

/** Stands for all hooks, where those are listed that a plugin hears. */
const everyHook = '*';

/** The registry's entry for a plugin; `version` is that of its package. */
export function releaseOf(plugin: Plugin, version: string): Release {
  const sdl = printSubgraphSdl(plugin);
  const { name, hooks, takesPart } = plugin;
  return {
    plugin: name,
    hash: hashOf(sdl),
    sdl,
    version,
    sdk,
    fires: name === coreName ? coreHooks.map((hook) => hookType(hook.name, hook.version)) : [],
    hears: hooks
      .filter((handler) => !isAnswer(handler))
      .map(({ hook }) => (hook ? hookType(hook.name, hook.version) : everyHook)),
    answers: hooks.filter(isAnswer).map((handler) => handler.name),
    takesPart: takesPart.map((participation) => participation.name),
    settings: z.toJSONSchema(plugin.settings, { io: 'input', unrepresentable: 'any' }),
  };
}
