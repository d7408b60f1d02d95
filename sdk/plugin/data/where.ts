import { findUnstorable, VaultError } from '../kernel/index.ts';

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A comparison other than equality; only the functions of this file create it, never a caller. */
class Condition {
  readonly operators: object;

  constructor(operators: object) {
    this.operators = operators;
  }
}

/** A filter: each field equals the value, is in the list, is null, or meets a condition. */
export type Where<Row> = {
  readonly [Field in keyof Row]?: Row[Field] | readonly Row[Field][] | Condition | null;
};

/** Matches if the field contains the text, taken literally: `%` and `_` are not wildcards. */
export function contains(text: string): Condition {
  return new Condition({ $like: likeContaining(text) });
}

/** The pattern of SQL for text that contains another one. */
export function likeContaining(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/** Matches if the field is not later than this time, or not greater than this version. */
export function notAfter(place: Date | number): Condition {
  return new Condition({ $lte: place });
}

/** Matches if the field has a value. */
export function isSet(): Condition {
  return new Condition({ $ne: null });
}

/**
 * Returns the filter for MikroORM, always limited to `org`. Throws if a value is an object, so that no caller's operator gets
 * through. If `isUuid` is true for a field, text that is not a UUID matches no row.
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
    throw new VaultError('BAD_USER_INPUT', `"${field}" must be a plain value, not an object.`);
  return !isUuid || typeof value !== 'string' || uuid.test(value);
}
