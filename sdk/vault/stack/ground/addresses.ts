import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedSubgraph } from './planSubgraphs.ts';
import { writePrivately } from './writePrivately.ts';

/** The addresses at which the processes of this supervisor listen; the gateways of the vault call no others. */
export interface Addresses {
  say(subgraphs: readonly PlannedSubgraph[]): void;
  /** Takes them back. */
  close(): void;
}

/** The folder, in that of a vault, in which its supervisor and its guests write their addresses. */
export function addressesIn(stateDir: string): string {
  return join(stateDir, 'addresses');
}

/** Opens the file of this process among the addresses of a vault. */
export function openAddresses(stateDir: string): Addresses {
  const folder = addressesIn(stateDir);
  const file = join(folder, `${process.pid}.json`);
  return {
    say(subgraphs) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writePrivately(file, Object.fromEntries(subgraphs.map(({ name, url }) => [name, [url]])));
    },
    close: () => rmSync(file, { force: true }),
  };
}
