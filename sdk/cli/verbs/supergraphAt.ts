import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { readActivePlugins, VaultError, coreName, type Subgraph } from '@nimbusvault/sdk/kernel';
import { composeSupergraph } from '@nimbusvault/graph';
import { readSupergraphConfig, settingsIn } from '@nimbusvault/runtime/registry';

/** The files that say which subgraphs there are. */
interface Files {
  readonly NIMBUS_SETTINGS: string;
  readonly NIMBUS_SUPERGRAPH: string;
}

/**
 * A supergraph in a file, or what the committed schemas of the active plugins made at a git ref. A plugin in a repository of its own is
 * composed with `served`, the subgraphs of the running vault. Throws BAD_USER_INPUT for neither.
 */
export function supergraphAt(where: string, files: Files, served: readonly Subgraph[]): string {
  if (statSync(where, { throwIfNoEntry: false })?.isFile()) return readFileSync(where, 'utf8');
  const { supergraphSdl, refusals } = composeSupergraph(subgraphsAt(where, files, served));
  if (supergraphSdl && refusals.length === 0) return supergraphSdl;
  const faults = refusals.flatMap((refusal) => refusal.faults).join(' ');
  throw new VaultError('COMPOSITION_FAILED', `What was at ${where} does not compose. ${faults}`);
}

/** Plugins that were not there then are left out. */
function subgraphsAt(
  ref: string,
  { NIMBUS_SETTINGS, NIMBUS_SUPERGRAPH }: Files,
  served: readonly Subgraph[],
): readonly Subgraph[] {
  const folder = dirname(NIMBUS_SUPERGRAPH);
  demandRef(ref, folder);
  const { subgraphs } = readSupergraphConfig(NIMBUS_SUPERGRAPH);
  const isOwn = !subgraphs.some(({ name }) => name === coreName);
  const files = { settingsFile: NIMBUS_SETTINGS, supergraphFile: NIMBUS_SUPERGRAPH };
  const names = isOwn
    ? subgraphs.map(({ name }) => name)
    : [coreName, ...readActivePlugins(settingsIn(files))];
  const then = subgraphs
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, schemaFile }) => {
      const file = relative(folder, schemaFile);
      const sdl = git(folder, 'show', `${ref}:./${file}`);
      return sdl === undefined ? [] : { name, url: 'http://localhost/graphql', sdl, file };
    });
  return isOwn ? [...demandCore(served).filter(({ name }) => !names.includes(name)), ...then] : then;
}

function demandCore(served: readonly Subgraph[]): readonly Subgraph[] {
  if (served.some(({ name }) => name === coreName)) return served;
  throw new VaultError(
    'BAD_USER_INPUT',
    'This repository has no core to compose with. Run the vault that serves the plugin, and name it with NIMBUS_STATE.',
  );
}

function demandRef(ref: string, folder: string): void {
  if (git(folder, 'rev-parse', '--verify', '--quiet', `${ref}^{commit}`)) return;
  throw new VaultError(
    'BAD_USER_INPUT',
    `"${ref}" is neither a file nor a git ref. Give one such as main, or supergraph.graphql.`,
  );
}

function git(cwd: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', [...args], {
      cwd,
      encoding: 'utf8',
      maxBuffer: 50_000_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
