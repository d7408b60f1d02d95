import { join, matchesGlob } from 'node:path/posix';
import { importsOf, isCode, packageOf, type Import } from '../source/module.ts';
import { pluginRoomOf, type PluginRoom } from '../source/pluginRooms.ts';
import type { Rule } from '../source/rule.ts';
import type { SourceFile } from '../source/source.ts';
import { moved } from './upgrade.ts';

export const imports: Rule = {
  code: 'PLUGIN_IMPORTS',
  title: 'data flows down, and plugins are independent of each other',
  explain:
    'A plugin imports the SDK and its own parts, downwards: resolvers call the bll, the bll its services, services use entities. It imports neither core, nor another plugin, nor the gateway, nor a driver: it reads the data of others from the graph, and learns of their events by hooks.',
  find: ({ files }) =>
    files.filter(isCode).flatMap((file) => {
      const room = pluginRoomOf(file.path);
      if (!room) return [];
      return importsOf(file)
        .filter(({ specifier = '' }) => !(specifier in moved))
        .filter((each) => !isAllowed(file, room, each))
        .map(({ specifier = 'a module computed at run time', line }) => ({
          file: file.path,
          line,
          message: `${file.path} imports ${specifier}`,
          fix: `${room.instead}.`,
        }));
    }),
};

function isAllowed({ path }: SourceFile, room: PluginRoom, { specifier, typeOnly }: Import): boolean {
  if (specifier === undefined) return false;
  const name = specifier.startsWith('.')
    ? pluginRoomOf(join(path, '..', specifier))?.name
    : packageOf(specifier);
  const allowed = typeOnly ? [...room.imports, ...(room.types ?? [])] : room.imports;
  return name !== undefined && allowed.some((glob) => matchesGlob(name, glob));
}
