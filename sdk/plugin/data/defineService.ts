import type { EntityClass, EntityData, FilterQuery, RequiredEntityData } from '@mikro-orm/core';
import { listRules, type ListRules, type Vault } from '../kernel/index.ts';
import { toCallersFilter, toCallersOrder, type ListArgs } from './asked.ts';
import { getBatched } from './batch.ts';
import { findPage, findPageOf } from './findPage.ts';
import { insertBatched } from './insertBatched.ts';
import { comparing, type Comparing } from './nearest.ts';
import type { Page, PageArgs } from './page.ts';
import { searching, type Searching } from './search.ts';
import type { TenantRow } from './tenantColumns.ts';
import { rulesOf, type ListOptions } from './rulesOf.ts';
import { toFilter, type Where } from './where.ts';

/** The values that a new row needs or may set. The org is always the vault's. */
export type NewRow<Row extends TenantRow> = Omit<RequiredEntityData<Row>, 'org' | 'searchText'>;
/** The values that an update may set; a row keeps its id and its org. */
type Changes<Row> = Partial<Omit<Row, 'org' | 'id' | 'searchText'>>;

/** Finds one row by its id, if its other fields still equal the given values. */
type OneRow<Row> = Where<Row> & { readonly id: string };

/** The filter, the order and the page of a query. The id makes every order total. */
interface Query<Row> extends PageArgs {
  readonly where?: Where<Row>;
  /** One field and its value, of each row: the first pages that are asked for in one tick, and differ in it alone, are one query. */
  readonly of?: OneOf<Row>;
  readonly orderBy?: { readonly [Field in keyof Row]?: 'asc' | 'desc' };
  /** The arguments of the GraphQL field: another filter besides, the page, and an order that goes before `orderBy`. */
  readonly asked?: ListArgs;
}

type OneOf<Row> = {
  [Field in keyof Row & string]: NonNullable<Row[Field]> extends string
    ? { readonly [Key in Field]: string }
    : never;
}[keyof Row & string];

/** The eight primitives: the only access to a table. Each reads and writes rows of the vault's org alone. */
export interface Service<Row extends TenantRow> {
  create(row: NewRow<Row>, vault: Vault): Promise<Row>;
  /** Finds by id (many ids in one tick are one query) or by fields; null for an unknown row and for another org's row alike. */
  get(target: string | Where<Row>, vault: Vault): Promise<Row | null>;
  filter(query: Query<Row>, vault: Vault): Promise<Page<Row>>;
  /** Returns the changed row, or null if it does not exist or no longer equals the given fields. */
  update(target: string | OneRow<Row>, changes: Changes<Row>, vault: Vault): Promise<Row | null>;
  delete(id: string, vault: Vault): Promise<boolean>;
  bulkCreate(rows: readonly NewRow<Row>[], vault: Vault): Promise<readonly Row[]>;
  /** Returns the number of changed rows. */
  bulkUpdate(where: Where<Row>, changes: Changes<Row>, vault: Vault): Promise<number>;
  /** Returns the number of deleted rows. */
  bulkDelete(where: Where<Row>, vault: Vault): Promise<number>;
  readonly [listRules]: ListRules;
}

/**
 * The data layer of one entity: the eight primitives, org-scoped, `search` and `nearest` where the entity has them, and nothing else. Callers filter and
 * sort lists by the given fields alone.
 */
export function defineService<Row extends TenantRow>(
  entity: EntityClass<Row>,
  options: ListOptions<NoInfer<Row>> = {},
): Service<Row> & Searching<Row> & Comparing<Row> {
  const rules = rulesOf(entity, options);
  const service: Service<Row> = {
    create: async (row, vault) => (await createAll(entity, [row], vault))[0] as Row,
    get: (target, vault) =>
      typeof target === 'string' ? getBatched(entity, target, vault) : findOne(entity, target, vault),
    filter: (query, vault) => findRows(entity, asAsked(query, rules), vault),
    update: (target, changes, vault) => updateOne(entity, { where: whereOf(target), changes }, vault),
    delete: async (id, vault) => (await deleteAll(entity, whereOf<Row>(id), vault)) > 0,
    bulkCreate: (rows, vault) => createAll(entity, rows, vault),
    bulkUpdate: (where, changes, vault) => updateAll(entity, { where, changes }, vault),
    bulkDelete: (where, vault) => deleteAll(entity, where, vault),
    [listRules]: rules,
  };
  const found = { ...searching(entity, filterOf), ...comparing(entity, filterOf) };
  return Object.freeze({ ...service, ...found }) as Service<Row> & Searching<Row> & Comparing<Row>;
}

interface Update<Row> {
  readonly where: Where<Row>;
  readonly changes: Changes<Row>;
}

function whereOf<Row>(target: string | OneRow<Row>): OneRow<Row> {
  return typeof target === 'string' ? ({ id: target } as OneRow<Row>) : target;
}

function filterOf<Row extends TenantRow>(
  entity: EntityClass<Row>,
  where: Where<Row>,
  { em, org }: Vault,
): FilterQuery<NoInfer<Row>> {
  const columns: Columns = em.getMetadata(entity).properties;
  const isUuid = (field: string) => typeOf(columns[field]) === 'uuid';
  return toFilter(where, org, isUuid) as FilterQuery<NoInfer<Row>>;
}

type Columns = Record<
  string,
  { readonly columnTypes?: string[]; readonly runtimeType?: string; readonly nullable?: boolean } | undefined
>;

/** The type of a column, as far as its values are checked here: the database type, or else the runtime type. */
function typeOf(column: Columns[string]): string {
  const [type = ''] = column?.columnTypes ?? [];
  return ['uuid', 'int'].includes(type) ? type : (column?.runtimeType ?? 'string');
}

function keyOf(column: Columns[string]): string {
  return column?.nullable ? `${typeOf(column)}?` : typeOf(column);
}

async function createAll<Row extends TenantRow>(
  entity: EntityClass<Row>,
  rows: readonly NewRow<Row>[],
  { em, org }: Vault,
): Promise<readonly Row[]> {
  const created = rows.map((row) => em.create(entity, { ...row, org } as unknown as RequiredEntityData<Row>));
  await insertBatched(created, em);
  return created;
}

async function findOne<Row extends TenantRow>(
  entity: EntityClass<Row>,
  where: Where<Row>,
  vault: Vault,
): Promise<Row | null> {
  return vault.em.findOne(entity, filterOf(entity, where, vault), { disableIdentityMap: true });
}

async function updateOne<Row extends TenantRow>(
  entity: EntityClass<Row>,
  { where, changes }: Update<Row> & { where: OneRow<Row> },
  vault: Vault,
): Promise<Row | null> {
  const changed = await updateAll(entity, { where, changes }, vault);
  return changed === 0 ? null : findOne(entity, whereOf<Row>(where.id as string), vault);
}

async function updateAll<Row extends TenantRow>(
  entity: EntityClass<Row>,
  { where, changes }: Update<Row>,
  vault: Vault,
): Promise<number> {
  return vault.em.nativeUpdate(entity, filterOf(entity, where, vault), changes as unknown as EntityData<Row>);
}

async function deleteAll<Row extends TenantRow>(
  entity: EntityClass<Row>,
  where: Where<Row>,
  vault: Vault,
): Promise<number> {
  return vault.em.nativeDelete(entity, filterOf(entity, where, vault));
}

type AskedQuery<Row> = Omit<Query<Row>, 'asked'> & { readonly and?: object };

/** A query with what its caller asked for: never fewer conditions than its author's. */
function asAsked<Row>({ asked, ...query }: Query<Row>, rules: ListRules): AskedQuery<Row> {
  if (!asked) return query;
  const { filter, orderBy, ...page } = asked;
  const order = orderBy && orderBy.length > 0 ? toCallersOrder(orderBy, rules) : query.orderBy;
  const callers = filter ? toCallersFilter(filter, rules) : undefined;
  const and = callers ? { $and: [callers] } : {};
  return { ...query, ...page, and, orderBy: order as Query<Row>['orderBy'] };
}

async function findRows<Row extends TenantRow>(
  entity: EntityClass<Row>,
  { where = {}, and = {}, orderBy = {}, of, ...args }: AskedQuery<Row>,
  vault: Vault,
): Promise<Page<Row>> {
  const filter = { ...(filterOf(entity, where, vault) as object), ...and };
  // Ids grow with time: if the newest rows come first, so do the newest of one instant.
  const order = { ...orderBy, id: Object.values(orderBy).at(-1) ?? 'asc' };
  const columns: Columns = vault.em.getMetadata(entity).properties;
  const keys = Object.keys(order).map((key) => keyOf(columns[key]));
  const list = { entity, filter, order, keys };
  const [parent] = Object.entries(of ?? {});
  if (!parent) return findPage(list, args, vault);
  const [field, text] = parent as [string, string];
  const value = typeOf(columns[field]) === 'uuid' ? text.toLowerCase() : text;
  const own = { field, value, filter: filterOf(entity, { [field]: value } as Where<Row>, vault) };
  return findPageOf(list, own, { args, vault });
}
