import { findUnstorable, VaultError } from '../kernel/index.ts';

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A comparison that a plain value cannot say; made by the functions of this file alone, never taken from a caller. */
class Condition {
  readonly operators: object;

  constructor(operators: object) {
    this.operators = operators;
  }
}

/** Which rows: each field equals the value, is one of a list, is null, or fits a condition. */
export type Where<Row> = {
  readonly [Field in keyof Row]?: Row[Field] | readonly Row[Field][] | Condition | null;
};

/** The field contains the text, taken literally: `%` and `_` are no wildcards. */
export function contains(text: string): Condition {
  return new Condition({ $like: `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` });
}

/** The field has some value. */
export function isSet(): Condition {
  return new Condition({ $ne: null });
}

/**
 * The filter for MikroORM, always within `org`. Refuses objects, so that no caller's operator gets through; in a field
 * that `isUuid` says is one, text that is no UUID fits no row.
 */
export function toFilter(
  where: Record<string, unknown>,
  org: string,
  isUuid: (field: string) => boolean,
): Record<string, unknown> {
  const fields = Object.entries(where).filter(([, value]) => value !== undefined);
  const operands = fields.map(([field, value]) => [field, toOperand(field, value, isUuid(field))]);
  return { ...Object.fromEntries(operands), org };
}

function toOperand(field: string, value: unknown, isUuid: boolean): unknown {
  if (value instanceof Condition) return value.operators;
  if (Array.isArray(value)) return { $in: value.filter((item) => canFit(field, item, isUuid)) };
  return canFit(field, value, isUuid) ? value : { $in: [] };
}

function canFit(field: string, value: unknown, isUuid: boolean): boolean {
  const unstorable = findUnstorable(value);
  if (unstorable) throw new VaultError('BAD_USER_INPUT', `"${field}": ${unstorable.message}`);
  if (value !== null && typeof value === 'object' && !(value instanceof Date))
    throw new VaultError('BAD_USER_INPUT', `"${field}" takes a plain value, not an object.`);
  return !isUuid || typeof value !== 'string' || uuid.test(value);
}
