import { join, matchesGlob } from 'node:path/posix';
import { importsOf, isCode, packageOf, type Import } from '../source/module.ts';
import { declaredIn, harmlessModules, insteadOf } from '../source/outside.ts';
import { pluginRoomOf, type PluginRoom } from '../source/pluginRooms.ts';
import type { Rule } from '../source/rule.ts';
import { fileAt, type PluginSources, type SourceFile } from '../source/source.ts';
import { moved } from './upgrade.ts';

export const imports: Rule = {
  code: 'PLUGIN_IMPORTS',
  title: 'data flows down, and plugins are independent of each other',
  explain:
    'A plugin imports the SDK and its own parts, downwards: resolvers call the bll, the bll its services and its clients of outside systems, services use entities. bll and clients may import the packages that package.json declares, and modules of Node that reach nothing outside. A plugin imports neither core, nor another plugin, nor the gateway, nor a driver, nor files, processes and sockets: it reads the data of others from the graph, and learns of their events by hooks.',
  find: (plugin) =>
    plugin.files.filter(isCode).flatMap((file) => {
      const room = pluginRoomOf(file.path);
      if (!room) return [];
      return importsOf(file)
        .filter(({ specifier = '' }) => !(specifier in moved))
        .filter((each) => !isAllowed({ file, room, plugin }, each))
        .map(({ specifier, line }) => ({
          file: file.path,
          line,
          message: `${file.path} imports ${specifier ?? 'a module computed at run time'}`,
          fix: `${adviceFor(room, specifier)}.`,
        }));
    }),
};

interface Place {
  readonly file: SourceFile;
  readonly room: PluginRoom;
  readonly plugin: PluginSources;
}

function isAllowed({ file: { path }, room, plugin }: Place, { specifier, typeOnly }: Import): boolean {
  if (specifier === undefined) return false;
  const isOwn = specifier.startsWith('.');
  const name = isOwn ? pluginRoomOf(join(path, '..', specifier))?.name : packageOf(specifier);
  const allowed = typeOnly ? [...room.imports, ...(room.types ?? [])] : room.imports;
  if (name === undefined) return false;
  return allowed.some((glob) => matchesGlob(name, glob)) || (!isOwn && isUsable(name, room, plugin));
}

/** A package that the plugin declares, or a module of Node that reaches nothing outside. */
function isUsable(name: string, { uses }: PluginRoom, plugin: PluginSources): boolean {
  if (!uses || insteadOf(name) !== undefined) return false;
  const { text = '{}' } = fileAt(plugin, 'package.json') ?? {};
  return harmlessModules.includes(name) || declaredIn(text, uses === 'all dependencies').includes(name);
}

function adviceFor({ instead, uses }: PluginRoom, specifier: string | undefined): string {
  if (specifier === undefined || specifier.startsWith('.')) return instead;
  const name = packageOf(specifier);
  const isPackage = !name.startsWith('node:');
  return insteadOf(name) ?? (uses && isPackage ? `List ${name} in "dependencies" of package.json` : instead);
}
