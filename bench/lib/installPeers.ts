import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Peers are in packages of their own in `folder`, which the product does not need. */
export function installPeers(folder: string): void {
  if (existsSync(`${folder}/node_modules`)) return;
  console.error(`Installing the peers in ${folder} (only the first time)`);
  execFileSync('npm', ['ci', '--prefix', folder, '--ignore-scripts'], { stdio: 'inherit' });
}
