import {
  DatabaseDriver,
  type Configuration,
  type DriverMethodOptions,
  type EntityData,
  type EntityDictionary,
  type EntityManager,
  type EntityMetadata,
  type EntityName,
  type FilterQuery,
  type FindOptions,
  type OrderDefinition,
  type QueryResult,
} from '@mikro-orm/core';
import { PostgreSqlPlatform } from '@mikro-orm/postgresql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Layer, Row } from './layer.ts';
import { aborted, MemoryConnection } from './MemoryConnection.ts';
import { sorted } from './order.ts';
import { insert, remove, select, update, type Table } from './table.ts';

type Names = string;

/**
 * MikroORM's driver over rows in memory. Everything above it is real: entity manager, unit of work, cursors,
 * `onCreate`, types. Features that only PostgreSQL has are refused.
 */
export class MemoryDriver extends DatabaseDriver<MemoryConnection> {
  protected override readonly platform = new PostgreSqlPlatform();
  protected override readonly connection: MemoryConnection;

  constructor(config: Configuration) {
    super(config, []);
    this.connection = new MemoryConnection(config);
  }

  override async find<T extends object, P extends Names, F extends Names, E extends Names>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    options: FindOptions<T, P, F, E> = {},
  ): Promise<EntityData<T>[]> {
    const page = this.#pageOf(entity, options);
    const both = { $and: [where, page.where] };
    const rows = await this.#run(entity, options, (table) => select(table, both));
    const offset = options.offset ?? 0;
    const found = sorted(rows, page.orderBy).slice(offset, offset + (options.limit ?? rows.length));
    return structuredClone(options.last ? found.toReversed() : found) as EntityData<T>[];
  }

  override async findOne<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    options?: object,
  ): Promise<EntityData<T> | null> {
    const [found] = await this.find<T, never, never, never>(entity, where, { ...options, limit: 1 });
    return found ?? null;
  }

  override async count<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    options?: object,
  ): Promise<number> {
    return this.#run(entity, options, (table) => select(table, where as object).length);
  }

  override async nativeInsert<T extends object>(
    entity: EntityName<T>,
    data: EntityDictionary<T>,
    options?: object,
  ): Promise<QueryResult<T>> {
    return this.nativeInsertMany(entity, [data], options);
  }

  override async nativeInsertMany<T extends object>(
    entity: EntityName<T>,
    data: EntityDictionary<T>[],
    options?: object,
  ): Promise<QueryResult<T>> {
    const meta = this.metadata.get(entity);
    const rows = await this.#run(entity, options, (table) => insert(table, data));
    const returned = rows.map((row) => columnsOf(meta, row));
    return { affectedRows: rows.length, insertId: null as never, row: returned[0], rows: returned };
  }

  // oxlint-disable-next-line max-params -- MikroORM calls it with four
  override async nativeUpdate<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    data: EntityDictionary<T>,
    options?: object,
  ): Promise<QueryResult<T>> {
    const change = (table: Table) => update(table, where as object, data);
    const affectedRows = Object.keys(data).length === 0 ? 0 : await this.#run(entity, options, change);
    return { affectedRows, insertId: null as never };
  }

  override async nativeDelete<T extends object>(
    entity: EntityName<T>,
    where: FilterQuery<T>,
    options?: object,
  ): Promise<QueryResult<T>> {
    const affectedRows = await this.#run(entity, options, (table) => remove(table, where as object));
    return { affectedRows, insertId: null as never };
  }

  override stream(): never {
    throw new VaultError('BAD_USER_INPUT', 'Rows in memory cannot be streamed. Test this with startPlugin.');
  }

  /** Runs a statement in its transaction, or in one of its own. A failed statement ends its transaction. */
  async #run<Result>(
    entity: EntityName,
    options: (DriverMethodOptions & { em?: EntityManager }) | undefined,
    work: (table: Table) => Result,
  ): Promise<Result> {
    const layer = options?.ctx as Layer | undefined;
    if (!layer) {
      const sessionContext = options?.em?.getTransactionSessionContext();
      return this.connection.transactional((ctx) => this.#run(entity, { ctx }, work), { sessionContext });
    }
    if (layer.isAborted) throw aborted();
    try {
      return work({ meta: this.metadata.get(entity), layer });
    } catch (failure) {
      layer.isAborted = true;
      throw failure;
    }
  }

  #pageOf<T extends object, P extends Names, F extends Names, E extends Names>(
    entity: EntityName<T>,
    options: FindOptions<T, P, F, E>,
  ): { where: object; orderBy: readonly object[] } {
    const orderBy = (options.orderBy ?? []) as OrderDefinition<T>;
    const { first, last, before, after } = options;
    if ([first, last, before, after].every((bound) => bound == null)) {
      return { where: {}, orderBy: [orderBy].flat() as object[] };
    }
    const page = this.processCursorOptions(this.metadata.get<T>(entity), options as never, orderBy);
    return { where: page.where as object, orderBy: [page.orderBy].flat() as object[] };
  }
}

/** A row by column names, as a statement returns it. */
function columnsOf<T extends object>({ properties }: EntityMetadata<T>, row: Row): Record<string, unknown> {
  const columns: Record<string, { fieldNames: string[] }> = properties;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [columns[name]?.fieldNames[0] ?? name, value]),
  );
}
