import type { EntityClass } from '@mikro-orm/core';
import { findUnstorable, VaultError, type Vault } from '../kernel/index.ts';
import { pageBounds } from './page.ts';
import { rowsById, searchHostOf } from './search.ts';
import { searchedOf } from './searchable.ts';
import type { TenantRow } from './tenantColumns.ts';
import { checkVector, dimensionsOf } from './vectorColumn.ts';
import type { Where } from './where.ts';
import { parseWords } from './words.ts';

/** A vector, and the name of the model that computed it. */
export interface Embedding {
  readonly vector: readonly number[];
  readonly model: string;
}

/** The rows that are compared. */
interface NearestArgs<Row> {
  readonly where?: Where<Omit<Row, 'searchText' | 'embedding'>>;
  /** Words that a row must have, as `search` takes them; of a searchable entity alone. */
  readonly words?: 'searchText' extends keyof Row ? string : never;
  /** 20 by default, at most 100. */
  readonly first?: number | null;
}

/** The nearest rows, the nearest first. */
export interface Nearest<Row> {
  /** `similarity` is the cosine, from -1 to 1. */
  readonly matches: readonly { readonly row: Row; readonly similarity: number }[];
  /** True if 10,000 candidates were compared, the newest: there can be more. */
  readonly isCut: boolean;
}

/** The search of entities with a `vectorColumn`. */
interface NearestService<Row extends TenantRow> {
  /**
   * Compares a vector with those of the candidates: rows with the words and the filter whose vector is of the same model. Throws
   * BAD_USER_INPUT for a vector of other dimensions.
   */
  nearest(embedding: Embedding, args: NearestArgs<Row>, vault: Vault): Promise<Nearest<Row>>;
}

/** `nearest` for a row with a `vectorColumn`. */
export type Comparing<Row extends TenantRow> = 'embeddingModel' extends keyof Row
  ? NearestService<Row>
  : unknown;

type FilterOf<Row extends TenantRow> = (entity: EntityClass<Row>, where: Where<Row>, vault: Vault) => object;

/** The comparison of an entity's service; nothing for an entity without vectors. */
export function comparing<Row extends TenantRow>(
  entity: EntityClass<Row>,
  filterOf: FilterOf<Row>,
): Partial<NearestService<Row>> {
  const dimensions = dimensionsOf(entity);
  if (dimensions === undefined) return {};
  const searched = searchedOf(entity);
  return {
    async nearest({ vector, model }, { where = {}, words = '', first }, vault) {
      checkVector(vector, dimensions);
      checkModel(model);
      const { first: limit = 0 } = pageBounds({ first }, []);
      const filter = filterOf(entity, where as Where<Row>, vault);
      const query = { entity, filter, searched, terms: parseWords(words), vector, model, limit };
      const properties = { property: 'embedding', modelProperty: 'embeddingModel' };
      const { nearest, isCut } = await searchHostOf(vault).byVector({ ...query, ...properties }, vault);
      const ids = nearest.map(({ id }) => id);
      const rows = await rowsById(entity, ids, vault);
      const matches = nearest.flatMap(({ id, similarity }) => {
        const row = rows.get(id);
        return row ? [{ row, similarity }] : [];
      });
      return { matches, isCut };
    },
  };
}

function checkModel(model: string): void {
  const unstorable = findUnstorable(model);
  if (unstorable) throw new VaultError('BAD_USER_INPUT', unstorable.message);
}
