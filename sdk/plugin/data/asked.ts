import { findUnstorable, orderName, VaultError, type ComparedKind, type ListRules } from '../kernel/index.ts';
import type { PageArgs } from './page.ts';
import { likeContaining, uuid } from './where.ts';

/** The arguments of a list, as GraphQL passes them: the page, a `<Type>Filter` and some `<Type>Order`s. */
export interface ListArgs extends PageArgs {
  readonly filter?: CallersFilter | null;
  readonly orderBy?: readonly CallersOrder[] | null;
}

interface CallersOrder {
  readonly field: string;
  readonly direction?: 'ASC' | 'DESC' | null;
}

type CallersFilter = Readonly<Record<string, unknown>>;

const maxDepth = 4;
const maxConditions = 50;
const maxValues = 100;

/** A limit on all conditions of one filter. */
interface Budget {
  conditions: number;
}

/**
 * Returns a caller's filter for MikroORM: all conditions hold, and one of each `or`; undefined if every row fits. Throws
 * BAD_USER_INPUT for what the rules do not allow.
 */
export function toCallersFilter(filter: CallersFilter, rules: ListRules): object | undefined {
  return allOf(filter, { rules, budget: { conditions: maxConditions }, depth: 0 });
}

interface Site {
  readonly rules: ListRules;
  readonly budget: Budget;
  readonly depth: number;
}

function allOf(filter: CallersFilter, site: Site): object | undefined {
  if (site.depth > maxDepth) refuse(`A filter may have at most ${maxDepth} levels of "or".`);
  const given = Object.entries(filter).filter(([, value]) => value != null);
  const parts = given.flatMap(([field, value]) =>
    field === 'or'
      ? oneOf(value as readonly CallersFilter[], site)
      : conditionsOn(field, value as CallersFilter, site),
  );
  return parts.length === 0 ? undefined : { $and: parts };
}

/** Of no branches none fits; a branch without conditions fits every row. */
function oneOf(branches: readonly CallersFilter[], site: Site): readonly object[] {
  spend(branches.length, site);
  if (branches.length === 0) return [{ id: { $in: [] } }];
  const parts = branches.map((branch) => allOf(branch, { ...site, depth: site.depth + 1 }));
  return parts.includes(undefined) ? [] : [{ $or: parts }];
}

function conditionsOn(field: string, operators: CallersFilter, site: Site): readonly object[] {
  const { filterable } = site.rules;
  const kind = Object.hasOwn(filterable, field) ? filterable[field] : undefined;
  if (!kind) return refuse(`This list cannot be filtered by "${field}".`);
  const given = Object.entries(operators).filter(([, operand]) => operand != null);
  spend(given.length, site);
  return given.map(([name, operand]) => ({ [field]: operatorOf(name, operand, { field, kind }) }));
}

function spend(conditions: number, { budget }: Site): void {
  budget.conditions -= conditions;
  if (budget.conditions < 0) refuse(`A filter may have at most ${maxConditions} conditions.`);
}

interface Compared {
  readonly field: string;
  readonly kind: ComparedKind;
}

/** `$in` of one or no value stands for equality: an id that is not a UUID equals nothing. */
function operatorOf(name: string, operand: unknown, compared: Compared): object {
  if (name === 'isNull') return operand === true ? { $eq: null } : { $ne: null };
  if (name === 'eq') return { $in: valuesOf([operand], compared) };
  if (name === 'in') return { $in: valuesOf(operand as readonly unknown[], compared) };
  if (name === 'contains') return { $like: likeContaining(String(valueOf(operand, compared))) };
  if (['lt', 'lte', 'gt', 'gte'].includes(name)) return { [`$${name}`]: valueOf(operand, compared) };
  return refuse(`"${compared.field}" has no comparison "${name}".`);
}

function valuesOf(values: readonly unknown[], compared: Compared): readonly unknown[] {
  if (values.length > maxValues) refuse(`"${compared.field}": "in" may have at most ${maxValues} values.`);
  const fitting = values.filter((value) => compared.kind !== 'ID' || uuid.test(String(value)));
  return fitting.map((value) => valueOf(value, compared));
}

function valueOf(value: unknown, { field, kind }: Compared): unknown {
  const unstorable = findUnstorable(value);
  if (unstorable) refuse(`"${field}": ${unstorable.message}`);
  if (typeof value === 'object') refuse(`"${field}" must be compared with a plain value.`);
  return kind === 'DateTime' ? instantOf(value as string, field) : value;
}

const instant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

function instantOf(text: string, field: string): Date {
  const date = new Date(text);
  const isInstant = instant.test(text) && !text.startsWith('0000') && !Number.isNaN(date.getTime());
  if (isInstant) return date;
  return refuse(`"${field}" must be compared with a time in ISO 8601, such as 2026-01-31T12:00:00Z.`);
}

/** Returns a caller's order by field. Throws BAD_USER_INPUT for a field that is not sortable, or that comes twice. */
export function toCallersOrder(
  orderBy: readonly CallersOrder[],
  { sortable }: ListRules,
): Readonly<Record<string, 'asc' | 'desc'>> {
  const order = orderBy.map(({ field, direction }) => {
    const known = sortable.find((each) => orderName(each) === field);
    return [
      known ?? refuse(`This list cannot be sorted by ${field}.`),
      direction === 'DESC' ? 'desc' : 'asc',
    ] as const;
  });
  const fields = order.map(([field]) => field);
  if (new Set(fields).size < fields.length) refuse('A list cannot be sorted by a field twice.');
  return Object.fromEntries(order);
}

function refuse(message: string): never {
  throw new VaultError('BAD_USER_INPUT', message);
}
