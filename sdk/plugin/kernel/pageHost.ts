import type { EntityClass } from '@mikro-orm/core';
import type { Vault } from './vault.ts';

/** Lists of one entity that differ in the value of one field: their rows, by a condition as the ORM takes it, which names the org. */
export interface ListsOfEach {
  readonly entity: EntityClass<object>;
  readonly filter: object;
  readonly field: string;
  readonly values: readonly string[];
}

/** The lists, and the first rows of each. */
interface FirstOfEach extends ListsOfEach {
  readonly order: object;
  readonly limit: number;
}

/** Reads several lists with one statement. The runtime has it from PostgreSQL; rows in memory are read list by list. */
export interface PageHost {
  /** The ids of the first rows of each list. */
  firstIds(query: FirstOfEach, vault: Vault): Promise<readonly string[]>;
  /** The number of rows of each list that has any. */
  counts(query: ListsOfEach, vault: Vault): Promise<ReadonlyMap<string, number>>;
}
