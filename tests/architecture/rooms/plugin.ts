import { globSync, readFileSync } from 'node:fs';
import {
  declaredIn,
  harmlessModules,
  insteadOf,
  pluginRooms as roomsInPlugin,
} from '@nimbusvault/vault/check';
import type { Room } from './room.ts';

const homes = ['core-subgraph', 'plugin-subgraphs/*', 'examples/[A-Z]*'];

/** The packages that plugins of this repository declare; the checklist looks at each plugin by itself. */
const declared = globSync(homes.map((home) => `${home}/package.json`))
  .flatMap((file) => declaredIn(readFileSync(file, 'utf8')))
  .filter((name) => insteadOf(name) === undefined);

/** The rooms inside core and inside every plugin of this repository. */
export const pluginRooms: readonly Room[] = roomsInPlugin.map(({ uses, imports, ...room }) => ({
  ...room,
  imports: uses ? [...imports, ...declared, ...harmlessModules] : imports,
  files: homes.flatMap((home) => room.files.map((glob) => `${home}/${glob}`)),
}));
