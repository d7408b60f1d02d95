import type { EntityMetadata } from '@mikro-orm/postgresql';
import type { Plugin } from '@nimbusvault/sdk/internal';

/** The tables of a plugin's entities, as the ORM reads and writes them. */
export async function entityMetadata({ entities }: Plugin): Promise<readonly EntityMetadata[]> {
  const { MikroORM } = await import('@mikro-orm/postgresql'); // most verbs of the command line compare nothing
  const discovery = { warnWhenNoEntities: false };
  const orm = new MikroORM({ dbName: 'none', entities: [...entities], discovery });
  return [...orm.getMetadata().getAll().values()].filter(
    ({ abstract, embeddable, virtual, view }) => !(abstract || embeddable || virtual || view),
  );
}
