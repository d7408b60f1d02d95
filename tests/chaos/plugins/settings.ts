import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes the settings of the repository, with the sections that `change` returns for it, into a new folder, and returns their path. */
export function writeSettings(change: (sections: Readonly<Record<string, object>>) => object): string {
  const settings = JSON.parse(readFileSync('vault-settings.json', 'utf8')) as Record<string, object>;
  const file = join(mkdtempSync(join(tmpdir(), 'nimbus-chaos-')), 'vault-settings.json');
  writeFileSync(file, JSON.stringify({ ...settings, ...change(settings) }));
  return file;
}
