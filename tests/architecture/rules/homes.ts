import { isCode } from '@nimbusvault/vault/check';
import type { Rule } from '../tree/rule.ts';
import { isPaper, roomOf } from '../rooms/roomOf.ts';
import type { SourceFile } from '../tree/tree.ts';

export const homes: Rule = {
  name: 'every file has a home',
  check: ({ files }) =>
    files
      .filter((file) => !hasHome(file))
      .map(({ path }) => ({
        file: path,
        why: 'has no home: no rule states which rooms may import it and which it may import',
        instead: 'Move it to the room that it serves, or add a room in tests/architecture/rooms',
      })),
};

function hasHome(file: SourceFile): boolean {
  return isPaper(file.path) || (isCode(file) && roomOf(file.path) !== undefined);
}
