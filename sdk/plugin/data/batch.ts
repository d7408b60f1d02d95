import type { EntityClass, EntityManager, FilterQuery } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { Vault } from '../kernel/index.ts';
import type { TenantRow } from './tenantColumns.ts';
import { uuid } from './where.ts';

type Loader = DataLoader<string, TenantRow | null>;

const loaders = new WeakMap<EntityManager, Map<EntityClass<TenantRow>, Loader>>();
const maxBatchSize = 500;

/** Loads a row by id. All ids requested in one tick of one request are loaded with one query; nothing is cached. */
export async function getBatched<Row extends TenantRow>(
  entity: EntityClass<Row>,
  id: string,
  vault: Vault,
): Promise<Row | null> {
  return (await loaderOf(entity, vault).load(id)) as Row | null;
}

function loaderOf<Row extends TenantRow>(entity: EntityClass<Row>, vault: Vault): Loader {
  const ofRequest = loaders.get(vault.em) ?? new Map<EntityClass<TenantRow>, Loader>();
  loaders.set(vault.em, ofRequest);
  const known = ofRequest.get(entity);
  if (known) return known;
  const options = { cache: false, maxBatchSize };
  const loader: Loader = new DataLoader((ids) => findAll(entity, ids, vault), options);
  ofRequest.set(entity, loader);
  return loader;
}

async function findAll<Row extends TenantRow>(
  entity: EntityClass<Row>,
  ids: readonly string[],
  { em, org }: Vault,
): Promise<(Row | null)[]> {
  const known = [...new Set(ids)].filter((id) => uuid.test(id));
  const where = { org, id: { $in: known } } as unknown as FilterQuery<NoInfer<Row>>;
  const rows = known.length === 0 ? [] : await em.find(entity, where, { disableIdentityMap: true });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
}
