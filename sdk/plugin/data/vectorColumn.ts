import { ArrayType, EntitySchema, p, type EntityClass, type Platform } from '@mikro-orm/core';
import { VaultError } from '../kernel/index.ts';

const mostDimensions = 4_096;

/** The column of a vector; the class is what MikroORM wants of a type. */
class VectorType extends ArrayType<number> {
  readonly dimensions: number;

  constructor(dimensions: number) {
    super(Number);
    this.dimensions = dimensions;
  }

  override getColumnType(): string {
    return 'real[]';
  }

  override convertToDatabaseValue(value: unknown, platform: Platform): string | null {
    if (value == null) return null;
    checkVector(value, this.dimensions);
    return super.convertToDatabaseValue(value as number[], platform);
  }
}

/**
 * The columns of a vector of this many dimensions and of the name of the model that computed it: spread it into
 * `properties`. They are written together. A row is read without its vector, which `nearest` alone compares.
 */
export function vectorColumn(dimensions: number) {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > mostDimensions)
    throw new VaultError(
      'PLUGIN_INVALID',
      `A vector has 1 to ${mostDimensions} dimensions, not ${dimensions}.`,
    );
  return {
    embedding: p.type(new VectorType(dimensions)).$type<number[]>().lazy().hidden().nullable(),
    embeddingModel: p.string().length(200).nullable(),
  };
}

/** Returns the statements that add the columns of `vectorColumn` to a table. */
export function addVector(table: string): readonly string[] {
  return [
    `alter table ${table} add column embedding real[], add column embedding_model varchar(200),
       add constraint ${table}_embedding check ((embedding is null) = (embedding_model is null))`,
  ];
}

/** The dimensions of an entity's vector; undefined if it has none. */
export function dimensionsOf(entity: EntityClass<object>): number | undefined {
  const { embedding } = (EntitySchema.REGISTRY.get(entity)?.meta.properties ?? {}) as {
    readonly embedding?: { readonly type?: unknown };
  };
  return embedding?.type instanceof VectorType ? embedding.type.dimensions : undefined;
}

/** Throws BAD_USER_INPUT unless it is a list of as many finite numbers, with one that is not zero. */
export function checkVector(value: unknown, dimensions: number): void {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [];
  const isVector = parts.length === dimensions && parts.every(isReal) && parts.some((part) => part !== 0);
  if (isVector) return;
  throw new VaultError(
    'BAD_USER_INPUT',
    `A vector of this entity is a list of ${dimensions} finite numbers, not all of them zero.`,
  );
}

/** True for a number that PostgreSQL's "real" can have, and that is not too small for it to differ from zero. */
function isReal(part: unknown): boolean {
  if (typeof part !== 'number') return false;
  const real = Math.fround(part);
  return Number.isFinite(real) && (real !== 0 || part === 0);
}
