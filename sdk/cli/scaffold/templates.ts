import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from './files.ts';

const folder = fileURLToPath(new URL('../templates', import.meta.url));
const suffix = '.template';
const placeholder = /__([A-Za-z]+)__/g;

/** The files of sdk/templates/<kind>, with the placeholders between double underscores replaced, in names and texts. */
export function fillTemplates(kind: string, values: Readonly<Record<string, string>>): Files {
  const all: Readonly<Record<string, string>> = { ...values, dot: '.' }; // npm leaves dot files out of packages
  const fill = (text: string) => text.replaceAll(placeholder, (whole, name: string) => all[name] ?? whole);
  const paths = readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' });
  const files = paths
    .filter((path) => path.endsWith(suffix))
    .map((path) => [
      fill(path.slice(0, -suffix.length)),
      fill(readFileSync(join(folder, kind, path), 'utf8')),
    ]);
  return Object.fromEntries(files) as Files;
}
