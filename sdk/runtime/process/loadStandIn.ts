import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { VendorRoutes } from '../vendor/serveRoutes.ts';
import { loadPlugin, pluginFolder } from './loadPlugin.ts';

const written = /^[^/\n]*\bstandIn:\s*(['"])(\.\/standIn\/[^'"/\\]+\.ts)\1/m;

/** Makes the routes of a plugin's stand-in, by the module that the plugin declares. Throws STAND_IN_REFUSED if it declares none, PLUGIN_INVALID for another module. */
export async function loadStandIn(name: string, supergraphFile: string): Promise<VendorRoutes> {
  const folder = pluginFolder(name, supergraphFile);
  const standIn = writtenIn(join(folder, `${name}.ts`)) ?? (await loadPlugin(name, supergraphFile)).standIn;
  if (standIn === undefined)
    throw new VaultError(
      'STAND_IN_REFUSED',
      `${name} declares no stand-in. Write the values for the real system into its settings instead of "stand-in".`,
    );
  const file = join(folder, standIn);
  const { makeRoutes } = (await import(file)) as { readonly makeRoutes?: unknown };
  const routes: unknown = typeof makeRoutes === 'function' ? makeRoutes() : undefined;
  if (isRoutes(routes)) return routes;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${file} does not export makeRoutes(), which returns routes such as { 'GET /items/:id': () => item }.`,
  );
}

/** The path that a plugin's file writes down; a process that loads the plugin to ask it needs twice the memory. */
function writtenIn(file: string): string | undefined {
  return existsSync(file) ? written.exec(readFileSync(file, 'utf8'))?.[2] : undefined;
}

function isRoutes(routes: unknown): routes is VendorRoutes {
  return (
    typeof routes === 'object' &&
    routes !== null &&
    Object.entries(routes).every(([name, route]) => /^[A-Z]+ \//.test(name) && typeof route === 'function')
  );
}
