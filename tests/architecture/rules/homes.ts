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
        why: 'has no home: no rule says who may import it and whom it may import',
        instead: 'Move it to the room that it works for, or give it a room in tests/architecture/rooms',
      })),
};

function hasHome(file: SourceFile): boolean {
  return isPaper(file.path) || (isCode(file) && roomOf(file.path) !== undefined);
}
