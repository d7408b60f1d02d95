import type { EntityManager } from '@mikro-orm/core';
import DataLoader from 'dataloader';

type Inserter = DataLoader<object, true>;

const inserters = new WeakMap<EntityManager, Inserter>();
const maxBatchSize = 500;

/**
 * Inserts new rows. In a transaction, the rows of one tick are inserted with one statement per table: they share its outcome anyway.
 * Outside a transaction each call is a transaction of its own.
 */
export async function insertBatched(rows: readonly object[], em: EntityManager): Promise<void> {
  if (em.isInTransaction()) await inserterOf(em).loadMany(rows).then(throwFirst);
  else await em.persist(rows).flush();
}

function throwFirst(inserted: readonly (true | Error)[]): void {
  const failure = inserted.find((each) => each !== true);
  if (failure) throw failure;
}

function inserterOf(em: EntityManager): Inserter {
  const known = inserters.get(em);
  if (known) return known;
  let last: Promise<unknown> = Promise.resolve();
  const insert = (rows: readonly object[]) => em.persist(rows).flush();
  const inserter: Inserter = new DataLoader(
    async (rows) => {
      const inserting = last.then(() => insert(rows));
      last = inserting.catch(() => {});
      await inserting;
      return rows.map(() => true as const);
    },
    { cache: false, maxBatchSize },
  );
  inserters.set(em, inserter);
  return inserter;
}
