/**
 * A kind of file, and whom it may import. `files`, and packages in `imports`, are globs.
 * An import is named by its room, by its package (`zod`, `node:fs`), or, for our own packages, by the whole specifier.
 */
export interface Room {
  readonly name: string;
  readonly files: readonly string[];
  readonly imports: readonly string[];
  /** The targets of `import type` alone. */
  readonly types?: readonly string[];
  /** The files that other rooms may import, as globs; all of them where not given. */
  readonly doors?: readonly string[];
  /** True where `import()` of what only run time knows is the room's work. */
  readonly computed?: true;
  /** Said to whoever imports what the room may not: what to do instead. */
  readonly instead: string;
}
