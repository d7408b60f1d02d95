import { join } from 'node:path/posix';
import { importsOf, isCode, packageOf, type Import } from '@nimbusvault/vault/check';
import type { Room } from '../rooms/room.ts';
import { matchesAny, roomOf } from '../rooms/roomOf.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import type { SourceFile } from '../tree/tree.ts';

const computed = 'a specifier that only run time knows';

export const imports: Rule = {
  name: 'who may import whom',
  check: ({ files }) => files.filter(isCode).flatMap(violationsOf),
};

function violationsOf(file: SourceFile): readonly Violation[] {
  const room = roomOf(file.path);
  if (!room) return [];
  return importsOf(file).flatMap((each) => {
    const why = objection(file.path, room, each);
    return why ? [{ file: file.path, line: each.line, why, instead: room.instead }] : [];
  });
}

function objection(path: string, room: Room, { specifier, typeOnly }: Import): string | undefined {
  if (specifier === undefined) return room.computed ? undefined : `${room.name} may not import ${computed}`;
  const target = specifier.startsWith('.') ? join(path, '..', specifier) : undefined;
  const name = target ? nameOfFile(path, target) : packageOf(specifier);
  if (!matchesAny(name, allowed(room, typeOnly))) {
    const asType = matchesAny(name, room.types ?? []);
    return `${room.name} may not import ${name}${asType ? ' except by `import type`' : ''}`;
  }
  return target ? closedDoor(room, target) : undefined;
}

function allowed({ imports: values, types = [] }: Room, typeOnly: boolean): readonly string[] {
  return typeOnly ? [...values, ...types] : values;
}

/** The room of one of our files, or the path of a file that is not code. */
function nameOfFile(from: string, target: string): string {
  const room = roomOf(target);
  if (!room) return target;
  return room.name.startsWith('plugin/') && homeOf(from) !== homeOf(target)
    ? `another package's ${room.name}`
    : room.name;
}

function closedDoor(room: Room, target: string): string | undefined {
  const other = roomOf(target);
  if (!other?.doors || other.name === room.name || room.name === 'sdk/tests') return undefined;
  if (matchesAny(target, other.doors)) return undefined;
  return `${target} is internal to ${other.name}, whose doors are ${other.doors.join(', ')}`;
}

function homeOf(path: string): string {
  return /^(plugin-subgraphs|examples)\/[^/]+/.exec(path)?.[0] ?? path.split('/', 1).join('');
}
