import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkSettings } from '../../settings/index.ts';
import { changedSections, readSections, settingsEnvironment, type Sections } from './sections.ts';
import type { Site } from '../ground/site.ts';

const settleMilliseconds = 150;

/** Compares the settings with those that the running processes have. */
interface SettingsChanges {
  /** The sections that have changed, once they are free of faults; undefined, with the faults reported, if they are not. */
  take(): Promise<ReadonlySet<string> | undefined>;
}

/** Begins with the settings of now; `isValid` reads what the caller needs of them, and throws. */
export function openSettingsChanges(site: Site, isValid: (site: Site) => unknown): SettingsChanges {
  let taken = tryToRead(site);
  return {
    async take() {
      const now = await readTwice(site, isValid);
      const changed = now && changedSections(taken ?? now, now);
      const faults = changed?.size === 0 ? [] : await findSettingsFaults(site);
      if (faults.length > 0) site.tell(`The change is ignored: ${describeFaults(site, faults)}`);
      if (!now || faults.length > 0) return undefined;
      taken = now;
      return changed;
    },
  };
}

function tryToRead(site: Site): Sections | undefined {
  try {
    return readSections(site);
  } catch {
    return undefined;
  }
}

/** The file may be half written; a second read shows it. */
async function readTwice(site: Site, isValid: (site: Site) => unknown): Promise<Sections | undefined> {
  for (const wait of [settleMilliseconds, 0]) {
    try {
      isValid(site);
      return readSections(site);
    } catch {
      await sleep(wait);
    }
  }
  return undefined;
}

/** Every fault of the settings, each with its line and path. */
export function findSettingsFaults(site: Site): Promise<readonly string[]> {
  return checkSettings(site, settingsEnvironment(site));
}

/** A heading, and a line for each fault. */
export function describeFaults({ settingsFile }: Site, faults: readonly string[]): string {
  const count = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`;
  const lines = faults.map((fault) => `\n  ${fault.replace(settingsFile, basename(settingsFile))}`);
  return `${basename(settingsFile)} has ${count}; the last good settings stay in effect.${lines.join('')}`;
}
