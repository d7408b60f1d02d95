import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAddresses } from '@nimbusvault/sdk/kernel';
import { z } from 'zod';
import { readSupergraphConfig, settingsIn } from './supergraphConfig.ts';

/** Says whether the operator allows that a process of this plugin is called at this URL. */
export type Allows = (plugin: string, url: string) => boolean;

/** The sources of the allowed addresses. `addressesFolder` has a file of each supervisor on this machine, by its process id. */
export interface AddressSources {
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly addressesFolder?: string | undefined;
}

const toldAddresses = z.record(z.string(), z.array(z.url()));

type Told = z.infer<typeof toldAddresses>;

/**
 * Allowed are the addresses that match `Base.addresses`, those that processes have reported to their supervisors, and those at the
 * host and path of the `routing_url`; where there are supervisors, the `routing_url` itself alone. Throws SETTINGS_INVALID.
 */
export function readAllowed(sources: AddressSources): Allows {
  const isRouted = sources.addressesFolder === undefined ? isAtHostOf : isSame;
  const addressesOf = readSources(sources);
  return (plugin, url) => {
    const { routed, told, patterns } = addressesOf(plugin);
    return (
      routed.some((home) => isRouted(url, home)) ||
      told.some((home) => isSame(url, home)) ||
      patterns.some((pattern) => fits(url, pattern))
    );
  };
}

/** Whether a process of this plugin may come: it is in supergraph.yaml, or the operator allows an address for it. */
export function isExpected(plugin: string, sources: AddressSources): boolean {
  const { isListed, told, patterns } = readSources(sources)(plugin);
  return isListed || told.length + patterns.length > 0;
}

interface Addresses {
  readonly isListed: boolean;
  readonly routed: readonly string[];
  readonly told: readonly string[];
  readonly patterns: readonly string[];
}

function readSources({ settingsFile, supergraphFile, env, addressesFolder }: AddressSources) {
  const patterns = readAddresses(settingsIn({ settingsFile, supergraphFile }));
  const { subgraphs } = readSupergraphConfig(supergraphFile, env);
  const told = addressesFolder === undefined ? [] : toldIn(addressesFolder);
  return (plugin: string): Addresses => {
    const listed = subgraphs.find(({ name }) => name === plugin);
    return {
      isListed: listed !== undefined,
      routed: listed?.routingUrl?.split(/\s+/) ?? [],
      told: told.flatMap((each) => each[plugin] ?? []),
      patterns: patterns[plugin] ?? [],
    };
  };
}

function isSame(url: string, home: string): boolean {
  return URL.canParse(url) && URL.canParse(home) && new URL(url).href === new URL(home).href;
}

/** Only the ports may differ. */
function isAtHostOf(url: string, home: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(home)) return false;
  const moved = new URL(url);
  moved.port = new URL(home).port;
  return isSame(moved.href, home);
}

/** A `*` of the pattern stands for any characters within the host or the port. */
function fits(url: string, pattern: string): boolean {
  if (!URL.canParse(url)) return false;
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('[^/:@?#]*')}$`).test(new URL(url).href);
}

/** The files of supervisors that live. */
function toldIn(folder: string): readonly Told[] {
  return filesIn(folder).flatMap((file) =>
    isAlive(Number.parseInt(file)) ? readTold(join(folder, file)) : [],
  );
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((file) => /^\d+\.json$/.test(file));
  } catch {
    return []; // no supervisor has said anything yet
  }
}

/** Nothing if the supervisor has ended meanwhile. */
function readTold(file: string): readonly Told[] {
  try {
    return [toldAddresses.parse(JSON.parse(readFileSync(file, 'utf8')))];
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
