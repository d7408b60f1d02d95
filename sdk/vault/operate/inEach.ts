import { VaultError } from '@nimbusvault/sdk/kernel';

/** The database URLs of a vault's subgraphs, by name; a StackState has them. */
export type Subgraphs = Readonly<Record<string, { readonly databaseUrl: string }>>;

/** A value of a plugin, with the plugin's name. */
export type OfPlugin<Thing> = Thing & { readonly plugin: string };

/** The subgraphs to visit, and the connection to open in the database of each. */
interface Opening<Opened extends AsyncDisposable> {
  readonly plugin?: string | undefined;
  readonly open: (site: { plugin: string; databaseUrl: string }) => Promise<Opened>;
}

/** Does the work in the database of each subgraph, or of the one that is named; throws NOT_FOUND if there is no such subgraph. */
export async function inEach<Opened extends AsyncDisposable, Result>(
  subgraphs: Subgraphs,
  { plugin: only, open }: Opening<Opened>,
  work: (opened: Opened, plugin: string) => Promise<Result>,
): Promise<readonly Result[]> {
  if (only !== undefined && !Object.hasOwn(subgraphs, only)) {
    const known = Object.keys(subgraphs).join(', ');
    throw new VaultError('NOT_FOUND', `The running vault has no plugin "${only}". It has: ${known}.`);
  }
  const chosen = Object.entries(subgraphs).filter(([name]) => only === undefined || name === only);
  return Promise.all(
    chosen.map(async ([name, { databaseUrl }]) => {
      await using opened = await open({ plugin: name, databaseUrl });
      return await work(opened, name);
    }),
  );
}
