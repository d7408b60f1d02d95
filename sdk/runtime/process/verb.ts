/** One verb of the `nimbus` command. `run` gets what follows the verb and resolves to the exit code. */
export interface Verb {
  readonly summary: string;
  readonly usage: string;
  run(args: string[]): Promise<number>;
}
