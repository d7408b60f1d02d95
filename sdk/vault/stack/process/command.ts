/** A program to run: the arguments of `spawn`. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Another user to run a program as; `reachesEverything` lets it pass folders that are closed to that user. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly reachesEverything: boolean;
}
