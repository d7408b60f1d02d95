import { defineEntity, p } from '@mikro-orm/core';
import {
  defineMigration,
  defineService,
  tenantColumns,
  tenantTable,
  type ListArgs,
  type Vault,
} from '@nimbusvault/sdk';
import { definePlugin } from '@nimbusvault/sdk/internal';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInMemory, startPlugin, type StartedPlugin } from './index.ts';

const ThingSchema = defineEntity({
  name: 'Thing',
  properties: {
    ...tenantColumns,
    word: p.string().length(20).nullable(),
    size: p.integer().nullable(),
    weight: p.float(),
    at: p.datetime().nullable(),
    isRed: p.boolean().nullable(),
    owner: p.uuid().nullable(),
  },
});
class Thing extends ThingSchema.class {}
ThingSchema.setClass(Thing);

const fields = ['word', 'size', 'weight', 'at', 'isRed', 'owner'] as const;
const things = defineService(Thing, {
  filterable: fields,
  sortable: ['word', 'size', 'weight', 'at', 'isRed', 'owner'],
});
const columns =
  'word varchar(20), size int, weight float8 not null, at timestamptz(3), is_red boolean, owner uuid';
const createThing = defineMigration('20261130-create-thing', {
  up: tenantTable('thing', columns),
  down: ['drop table thing'],
});
const Things = definePlugin({ name: 'Things', entities: [Thing], migrations: [createThing] });

let started: StartedPlugin;
beforeAll(async () => {
  started = await startPlugin(Things);
});
afterAll(() => started[Symbol.asyncDispose]());

const words = ['', 'a', 'A', 'ab', 'b', 'ä', '%', '_', '\\', '🚀', '～'];
const times = [
  '1969-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00.000Z',
  '2026-01-01T00:00:00.001Z',
  '2030-06-01T12:00:00.000Z',
];
const owners = ['0', '1', '2'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);
const values = {
  word: words,
  size: [-1, 0, 1, 2],
  weight: [-0.5, 0, 0.1, 3],
  at: times,
  isRed: [true, false],
  owner: owners,
};

type Field = keyof typeof values;
type Value = string | number | boolean | null;
type Row = Readonly<Record<Field, Value>>;
type Filter = { readonly [field: string]: unknown };

const nullable = (field: Field) => fc.constantFrom<Value>(...values[field], null);
const row = fc.record({
  ...Object.fromEntries(fields.map((field) => [field, nullable(field)])),
  weight: fc.constantFrom(...values.weight),
});
const rows = fc.array(row, { maxLength: 14 }) as unknown as fc.Arbitrary<readonly Row[]>;

const condition = (field: Field): fc.Arbitrary<Filter> => {
  const value = fc.constantFrom<Value>(...values[field]);
  const ordered = { lt: value, lte: value, gt: value, gte: value };
  const operators = {
    eq: value,
    in: fc.array(value, { maxLength: 3 }),
    isNull: fc.boolean(),
    ...(field === 'isRed' || field === 'owner' ? {} : ordered),
    ...(field === 'word' ? { contains: value } : {}),
  };
  return fc
    .record(operators, { requiredKeys: [] })
    .map((chosen) => Object.fromEntries(Object.entries(chosen).slice(0, 2)));
};
const flat = fc
  .record(Object.fromEntries(fields.map((field) => [field, condition(field)])), { requiredKeys: [] })
  .map((chosen) => Object.fromEntries(Object.entries(chosen).slice(0, 2)) as Filter);
const nested = (depth: number): fc.Arbitrary<Filter> =>
  depth === 0
    ? flat
    : fc
        .tuple(flat, fc.option(fc.array(nested(depth - 1), { maxLength: 2 })))
        .map(([own, or]) => ({ ...own, or }));
/** Most random filters fit few rows, and pages need rows. */
const filters = fc.oneof(
  fc.constant<Filter>({}),
  fc.constantFrom(...fields).chain((field) => condition(field).map((own) => ({ [field]: own }))),
  nested(2),
);
const order = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...fields), fc.constantFrom('ASC' as const, 'DESC' as const)),
  {
    maxLength: 3,
    selector: ([field]) => field,
  },
);

/** The rows that fit, by the words of the guide. */
function fits(each: Row, { or, ...own }: Filter): boolean {
  const holds = Object.entries(own).every(([field, operators]) =>
    Object.entries(operators as object).every(([name, operand]) =>
      holdsFor(name, each[field as Field], operand as Value),
    ),
  );
  return holds && (or == null || (or as readonly Filter[]).some((branch) => fits(each, branch)));
}

function holdsFor(name: string, value: Value, operand: Value | readonly Value[]): boolean {
  if (name === 'isNull') return (value === null) === operand;
  if (value === null) return false;
  if (name === 'in') return (operand as readonly Value[]).includes(value);
  if (name === 'eq') return value === operand;
  if (name === 'contains') return String(value).includes(String(operand));
  const way = compare(value, operand as Value);
  return { lt: way < 0, lte: way <= 0, gt: way > 0, gte: way >= 0 }[name] ?? false;
}

function compare(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one !== 'string') return Number(one) - Number(other);
  return Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
}

type Stored = Row & { readonly id: string };
type Orders = readonly (readonly [field: Field, direction: 'ASC' | 'DESC'])[];

function sortedBy(stored: readonly Stored[], orders: Orders): readonly string[] {
  const keys = [...orders, ['id', orders.at(-1)?.[1] ?? 'ASC']] as readonly (readonly [
    keyof Stored,
    string,
  ])[];
  const compareAll = (one: Stored, other: Stored) => {
    const ways = keys.map(
      ([key, direction]) => compare(one[key], other[key]) * (direction === 'DESC' ? -1 : 1),
    );
    return ways.find((way) => way !== 0) ?? 0;
  };
  return stored.toSorted(compareAll).map(({ id }) => id);
}

async function store(made: readonly Row[], vault: Vault): Promise<readonly Stored[]> {
  const asRows = made.map(({ at, ...rest }) => ({ ...rest, at: at === null ? null : new Date(String(at)) }));
  const created = await things.bulkCreate(asRows as never, vault);
  return made.map((each, index) => ({ ...each, id: created[index]?.id ?? '' }));
}

/** All ids of a list, read in pages from its start to its end, or from its end to its start. */
async function walk(
  asked: ListArgs,
  size: number,
  vault: Vault,
): Promise<{ there: string[]; back: string[]; total: number }> {
  const [there, back]: [string[], string[]] = [[], []];
  let total = 0;
  for (let after: string | undefined; ;) {
    const page = await things.filter({ asked: { ...asked, first: size, after } }, vault);
    total = await page.totalCount();
    there.push(...page.rows.map(({ id }) => id));
    const last = page.rows.at(-1);
    if (!last || !page.hasNextPage) break;
    after = page.cursorOf(last);
  }
  for (let before: string | undefined; ;) {
    const page = await things.filter({ asked: { ...asked, last: size, before } }, vault);
    back.unshift(...page.rows.map(({ id }) => id));
    const [first] = page.rows;
    if (!first || !page.hasPreviousPage) break;
    before = page.cursorOf(first);
  }
  return { there, back, total };
}

const memory = openInMemory(Things);
let orgs = 0;
const places = {
  PostgreSQL: (org: string) => started.opened.vaultFor(org),
  memory: (org: string) => memory.vaultFor({ org, userId: null, roles: [] }),
};

describe.each(Object.entries(places))('in %s', (_, vaultFor) => {
  test('a filtered and sorted list has the right rows in the right order, in pages of any size', async () => {
    const scene = fc.record({
      made: rows,
      filter: filters,
      orders: order,
      size: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ made, filter, orders, size }) => {
        orgs += 1;
        const stored = await store(made, vaultFor(`org-${orgs}`));
        const orderBy = orders.map(([field, direction]) => ({
          field: field === 'isRed' ? 'IS_RED' : field.toUpperCase(),
          direction,
        }));
        const wanted = sortedBy(
          stored.filter((each) => fits(each, filter)),
          orders,
        );
        const found = await walk({ filter, orderBy }, size, vaultFor(`org-${orgs}`));
        expect(found).toEqual({ there: wanted, back: wanted, total: wanted.length });
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
