/** The Node that runs the TypeScript code: the installed one nearest to `folder`, or the running one if it is new enough. */
export function pinnedNode(folder: string): string;

/** Runs `args` on `node` as a child that ends when this process ends. Resolves to its exit code. */
export function runOn(node: string, args: readonly string[], options?: object): Promise<number>;
