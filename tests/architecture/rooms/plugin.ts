import { pluginRooms as roomsInPlugin } from '@nimbusvault/vault/check';
import type { Room } from './room.ts';

const homes = ['core-subgraph', 'plugin-subgraphs/*'];

/** The rooms inside core and inside every plugin of this repository. */
export const pluginRooms: readonly Room[] = roomsInPlugin.map((room) => ({
  ...room,
  files: homes.flatMap((home) => room.files.map((glob) => `${home}/${glob}`)),
}));
