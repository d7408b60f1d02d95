import { Cursor, type EntityClass, type EntityManager } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { HostedVault, PageHost, Vault } from '../kernel/index.ts';
import { pageBounds, type Page, type PageArgs } from './page.ts';
import type { TenantRow } from './tenantColumns.ts';

/** A list: the condition and the order of its rows, as the ORM takes them, and the types of the keys of its order. */
interface List<Row extends TenantRow> {
  readonly entity: EntityClass<Row>;
  readonly filter: object;
  readonly order: object;
  readonly keys: readonly string[];
}

/** One field and its value, of each row of a list, and the condition that says so. */
interface Parent {
  readonly field: string;
  readonly value: string;
  readonly filter: object;
}

export async function findPage<Row extends TenantRow>(
  { entity, filter, order, keys }: List<Row>,
  args: PageArgs,
  { em }: Vault,
): Promise<Page<Row>> {
  const bounds = pageBounds(args, keys);
  const how = { includeCount: false, disableIdentityMap: true };
  const query = { where: filter, orderBy: order, ...bounds, ...how } as never;
  const cursor = await em.findByCursor(entity, query);
  return pageOf<Row>(cursor as never, () => em.count(entity, filter as never));
}

/**
 * The page of a list with this parent. The first pages of lists that are asked for in one tick, and differ in the value of the
 * parent alone, are read together.
 */
export async function findPageOf<Row extends TenantRow>(
  list: List<Row>,
  parent: Parent,
  { args, vault }: { readonly args: PageArgs; readonly vault: Vault & Pick<HostedVault, 'pages'> },
): Promise<Page<Row>> {
  const { pages } = vault;
  const { first: size = 0, last, after, before } = pageBounds(args, list.keys);
  const isFirst = size > 0 && last === undefined && after === undefined && before === undefined;
  const { field, value, filter } = parent;
  // A text that is no id has a condition of its own, which nothing fits.
  const canFit = (filter as Record<string, unknown>)[field] === value;
  if (!pages || !isFirst || !canFit)
    return findPage({ ...list, filter: { $and: [list.filter, filter] } }, args, vault);
  return (await loaderOf({ list, field, size, pages }, vault).load(value)) as Page<Row>;
}

type Loader = DataLoader<string, Page<TenantRow>>;

const loaders = new WeakMap<EntityManager, Map<string, Loader>>();
const mostRows = 10_000;

/** Lists that differ in the value of one field. */
interface Lists {
  readonly list: List<TenantRow>;
  readonly field: string;
  readonly size: number;
  readonly pages: PageHost;
}

function loaderOf<Row extends TenantRow>(lists: Lists & { list: List<Row> }, vault: Vault): Loader {
  const { list, field, size } = lists;
  const ofRequest = loaders.get(vault.em) ?? new Map<string, Loader>();
  loaders.set(vault.em, ofRequest);
  const key = `${list.entity.name} ${JSON.stringify([field, list.filter, list.order, size])}`;
  const known = ofRequest.get(key);
  if (known) return known;
  const options = { cache: false, maxBatchSize: Math.floor(mostRows / size) };
  const loader: Loader = new DataLoader((values) => readTogether(lists as Lists, values, vault), options);
  ofRequest.set(key, loader);
  return loader;
}

async function readTogether(
  { list: { entity, filter, order }, field, size, pages }: Lists,
  asked: readonly string[],
  vault: Vault,
): Promise<readonly Page<TenantRow>[]> {
  const values = [...new Set(asked)];
  const lists = { entity, filter, field, values };
  const ids = await pages.firstIds({ ...lists, order, limit: size + 1 }, vault);
  const where = { org: vault.org, id: { $in: ids } };
  const how = { orderBy: order, disableIdentityMap: true } as never;
  const rows = ids.length === 0 ? [] : await vault.em.find(entity, where, how);
  const rowsOf = Map.groupBy(rows, (row) => (row as unknown as Record<string, unknown>)[field]);
  let counting: Promise<ReadonlyMap<string, number>> | undefined;
  const count = () => (counting ??= pages.counts(lists, vault));
  const meta = vault.em.getMetadata(entity);
  return asked.map((value) => {
    const found = [...(rowsOf.get(value) ?? [])];
    const options = { first: size, orderBy: order, overfetch: true } as never;
    const cursor = new Cursor<TenantRow, never, never, never, false>(
      found as never,
      undefined,
      options,
      meta,
    );
    return pageOf(cursor, async () => (await count()).get(value) ?? 0);
  });
}

function pageOf<Row extends TenantRow>(
  cursor: Cursor<Row, never, never, never, false>,
  totalCount: Page<Row>['totalCount'],
): Page<Row> {
  return {
    rows: cursor.items as unknown as Row[],
    hasNextPage: cursor.hasNextPage,
    hasPreviousPage: cursor.hasPrevPage,
    cursorOf: (row) => cursor.from(row),
    totalCount,
  };
}
