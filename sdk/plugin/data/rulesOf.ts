import { EntitySchema, type EntityClass } from '@mikro-orm/core';
import { VaultError, type ComparedKind, type ListRules } from '../kernel/index.ts';
import type { TenantRow } from './tenantColumns.ts';

/** The fields by which callers may filter and sort a list; none by default. A sortable field needs an index. */
export interface ListOptions<Row> {
  readonly filterable?: readonly FieldOf<Row>[];
  readonly sortable?: readonly FieldOf<Row>[];
}

/** The organization is the vault's alone. */
type FieldOf<Row> = Exclude<Extract<keyof Row, string>, 'org'>;

const kinds: Readonly<Record<string, ComparedKind>> = {
  UuidType: 'ID',
  StringType: 'String',
  TextType: 'String',
  IntegerType: 'Int',
  SmallIntType: 'Int',
  FloatType: 'Float',
  DoubleType: 'Float',
  BooleanType: 'Boolean',
  DateTimeType: 'DateTime',
};

/** Returns the rules of an entity's lists. Throws PLUGIN_INVALID for a field whose values cannot be compared. */
export function rulesOf<Row extends TenantRow>(
  entity: EntityClass<Row>,
  { filterable = [], sortable = [] }: ListOptions<Row>,
): ListRules {
  const compared = filterable.map((field) => [field, kindOf(entity, field)] as const);
  for (const field of sortable) kindOf(entity, field);
  return Object.freeze({ filterable: Object.fromEntries(compared), sortable });
}

function kindOf<Row extends TenantRow>(entity: EntityClass<Row>, field: string): ComparedKind {
  const kind = kinds[typeOfColumn(entity, field)];
  if (kind) return kind;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${entity.name}.${field} cannot be compared: it is not a text, number, boolean, date or id. Take it out of defineService(${entity.name}, …).`,
  );
}

/** Before MikroORM has discovered the entity: plugins are defined before any database is known. */
function typeOfColumn<Row extends TenantRow>(entity: EntityClass<Row>, field: string): string {
  const columns = EntitySchema.REGISTRY.get(entity)?.meta.properties as
    | Readonly<Record<string, Column>>
    | undefined;
  const type = columns?.[field]?.type;
  if (typeof type === 'function') return type.name;
  return typeof type === 'object' ? type.constructor.name : String(type);
}

interface Column {
  readonly type?: string | object | (new () => object);
}
