import { join, matchesGlob } from 'node:path/posix';
import { importsOf, isCode, packageOf, type Import } from '../source/module.ts';
import { pluginRoomOf, type PluginRoom } from '../source/pluginRooms.ts';
import type { Rule } from '../source/rule.ts';
import type { SourceFile } from '../source/source.ts';
import { moved } from './upgrade.ts';

export const imports: Rule = {
  code: 'PLUGIN_IMPORTS',
  title: 'data flows down, and plugins stay apart',
  explain:
    'A plugin imports the SDK and its own parts, downwards: resolvers call the bll, the bll its services, services know entities. It imports neither core, nor another plugin, nor the gateway, nor a driver: what it needs of others it asks the graph, or hears by a hook.',
  find: ({ files }) =>
    files.filter(isCode).flatMap((file) => {
      const room = pluginRoomOf(file.path);
      if (!room) return [];
      return importsOf(file)
        .filter(({ specifier = '' }) => !(specifier in moved))
        .filter((each) => !isAllowed(file, room, each))
        .map(({ specifier = 'what only run time knows', line }) => ({
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
