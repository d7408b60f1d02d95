import {
  DriverException,
  NotNullConstraintViolationException,
  UniqueConstraintViolationException,
  type EntityMetadata,
  type EntityProperty,
} from '@mikro-orm/core';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Row } from './layer.ts';
import { fitting } from './fitting.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A row to be written, and the existing rows. */
interface Write {
  readonly meta: EntityMetadata;
  readonly row: Row;
  readonly others: readonly Row[];
}

/** Refuses values that do not fit their columns. PostgreSQL does so before it reads any row. */
export function checkValues({ properties }: EntityMetadata, data: Row): void {
  const columns: Record<string, EntityProperty> = properties;
  for (const [name, value] of Object.entries(data)) {
    const flaw = typeof value === 'string' && columns[name] && flawOf(columns[name], value);
    if (flaw) throw new DriverException(fault(`"${name}" ${flaw}`));
  }
}

/** Refuses a row without a required value, or with another row's value in a unique key. */
export function checkConstraints({ meta, row, others }: Write): void {
  const empty = meta.props.find(({ name, nullable }) => !nullable && (row[name] ?? null) === null);
  if (empty) throw new NotNullConstraintViolationException(fault(`"${empty.name}" is null`));
  const taken = uniquesOf(meta).find(({ keys, where }) => {
    const isConcerned = fitting(where);
    if (!isConcerned(row) || keys.some((key) => (row[key] ?? null) === null)) return false;
    const isSame = fitting(Object.fromEntries(keys.map((key) => [key, row[key]])));
    return others.some((other) => isConcerned(other) && isSame(other));
  });
  if (!taken) return;
  throw new UniqueConstraintViolationException(
    fault(`${meta.className} has a row with this ${taken.keys.join(', ')}`),
  );
}

function flawOf({ columnTypes: [type = ''], length }: EntityProperty, value: string): string | undefined {
  if (type === 'uuid' && !uuid.test(value)) return 'is not a UUID';
  if (value.includes('\0')) return 'has a NUL character';
  if (type.startsWith('varchar') && length && Array.from(value).length > length)
    return `is longer than ${length}`;
  return undefined;
}

interface Unique {
  readonly keys: readonly string[];
  readonly where: object;
}

/** The primary key, and the unique keys that the entity declares; a key with a `where` applies to the matching rows. */
function uniquesOf(meta: EntityMetadata): readonly Unique[] {
  const declared = meta.uniques.map(({ properties = [], where = {} }) => {
    const keys: string[] = [properties].flat();
    return { keys, where: typeof where === 'string' ? refuseSql(meta) : where };
  });
  return [{ keys: meta.primaryKeys, where: {} }, ...declared];
}

function refuseSql({ className }: EntityMetadata): never {
  throw new VaultError(
    'PLUGIN_INVALID',
    `${className} has a unique key with SQL in its "where", which rows in memory cannot evaluate. Declare it as an object.`,
  );
}

function fault(message: string): VaultError {
  return new VaultError('INTERNAL_SERVER_ERROR', `${message}.`);
}
