/**
 * A kind of file, and the rooms and packages that it may import. `files`, and packages in `imports`, are globs.
 * An import is named by its room, by its package (`zod`, `node:fs`), or, for our own packages, by the whole specifier.
 */
export interface Room {
  readonly name: string;
  readonly files: readonly string[];
  readonly imports: readonly string[];
  /** The targets that only `import type` may name. */
  readonly types?: readonly string[];
  /** The files that other rooms may import, as globs; all of them by default. */
  readonly doors?: readonly string[];
  /** True if the room may `import()` specifiers that only run time knows. */
  readonly computed?: true;
  /** The advice for a file that breaks the room's import rule. */
  readonly instead: string;
}
