import { coreName, VaultError } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { loadPlugin, openPlugin, type OpenedPlugin } from '@nimbusvault/runtime';
import { readEnvironment } from '@nimbusvault/runtime/process';
import { settingsIn } from '@nimbusvault/runtime/registry';
import { readStackState } from '../stack/ground/stackState.ts';

/** The places of core's rows and files. */
export interface CoreSite {
  /** The URL of core's runtime role. */
  readonly databaseUrl: string;
  readonly settingsFile: string;
  readonly supergraphFile: string;
}

/** Core of a vault: its bll, without its server. */
export interface OpenedCore extends AsyncDisposable {
  readonly plugin: Plugin;
  readonly opened: OpenedPlugin;
}

/** Opens core of the development vault that runs on `stateDir`. Throws STACK_FAILED if none runs. */
export function coreOfStack(stateDir: string): CoreSite {
  const { subgraphs, settingsFile, supergraphFile } = readStackState(stateDir);
  const databaseUrl = subgraphs[coreName]?.databaseUrl;
  if (databaseUrl) return { databaseUrl, settingsFile, supergraphFile };
  throw new VaultError('STACK_FAILED', 'The running vault has no Core. Start it again with "npm start".');
}

/** Opens core of a vault in production with its own process's environment. */
export function coreOfEnvironment(): CoreSite {
  const env = readEnvironment('DATABASE_URL', 'NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
  return {
    databaseUrl: env.DATABASE_URL,
    settingsFile: env.NIMBUS_SETTINGS,
    supergraphFile: env.NIMBUS_SUPERGRAPH,
  };
}

/** Opens core's database as its runtime role. */
export async function openCore({ databaseUrl, settingsFile, supergraphFile }: CoreSite): Promise<OpenedCore> {
  const plugin = await loadPlugin(coreName, supergraphFile);
  const opened = await openPlugin(plugin, {
    databaseUrl,
    settingsFile: settingsIn({ settingsFile, supergraphFile }),
  });
  return { plugin, opened, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}
