import { matchesGlob } from 'node:path/posix';
import { gatewayRooms } from './gateway.ts';
import { papers } from './papers.ts';
import { pluginRooms } from './plugin.ts';
import { repositoryRooms } from './repository.ts';
import type { Room } from './room.ts';
import { streetRooms } from './street.ts';

const rooms = [...streetRooms, ...pluginRooms, ...gatewayRooms, ...repositoryRooms];

/** The room that a file of code lives in: the first whose globs match. */
export function roomOf(path: string): Room | undefined {
  return rooms.find((room) => matchesAny(path, room.files));
}

/** True for a file, other than code, that has a home. */
export function isPaper(path: string): boolean {
  return matchesAny(path, papers);
}

/** True if a value matches one of the globs. */
export function matchesAny(value: string, globs: readonly string[]): boolean {
  return globs.some((glob) => matchesGlob(value, glob));
}
