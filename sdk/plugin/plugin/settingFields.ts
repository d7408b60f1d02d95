import type { z } from 'zod';

/** One field of a plugin's `organizationSettings`. */
export interface SettingField {
  readonly name: string;
  /** The type of it, or of the items of its list, in GraphQL; an enum has `options` instead. */
  readonly type: string;
  readonly isList: boolean;
  readonly isSecret: boolean;
  /** Null is a value of it; otherwise null clears it. */
  readonly isNullable: boolean;
  /** The values of an enum, by their names in GraphQL. */
  readonly options?: ReadonlyMap<string, string> | undefined;
  readonly description?: string | undefined;
  readonly schema: z.ZodType;
}

/** A plugin's `organizationSettings`: the schema, and its fields. */
export interface OrganizationSchema {
  readonly schema: z.ZodType;
  readonly fields: readonly SettingField[];
}

type Definition = Readonly<Record<string, unknown>> & { readonly type: string };
type Read = Pick<SettingField, 'type' | 'isList' | 'isSecret' | 'isNullable' | 'options'>;

const fieldName = /^[a-z][A-Za-z0-9]*$/;
const optionName = /^(?!TRUE$|FALSE$|NULL$)[A-Z][A-Z0-9_]*$/;
const plain: Read = { type: '', isList: false, isSecret: false, isNullable: false };

/** Thrown within this file for a schema without an equivalent in GraphQL; its message is the remedy. */
class Unfit extends Error {}

/** Reads a schema. Returns its fields, and its faults, each with its remedy. */
export function readSettingFields(schema: z.ZodType): {
  readonly fields: readonly SettingField[];
  readonly faults: readonly string[];
} {
  const { type, shape, catchall } = definitionOf(schema) as Definition & {
    shape?: Readonly<Record<string, z.ZodType>>;
    catchall?: z.ZodType;
  };
  const isClosed = !catchall || definitionOf(catchall).type === 'never';
  if (type !== 'object' || !shape || !isClosed || Object.keys(shape).length === 0)
    return { fields: [], faults: ['organizationSettings must be a z.object({ … }) with at least one field'] };
  const read = Object.entries(shape).map(([name, field]) => readField(name, field));
  return {
    fields: read.flatMap((each) => ('fault' in each ? [] : [each])),
    faults: read.flatMap((each) => ('fault' in each ? [each.fault] : [])),
  };
}

function readField(name: string, schema: z.ZodType): SettingField | { readonly fault: string } {
  const where = `organizationSettings.${name}`;
  if (!fieldName.test(name))
    return { fault: `${where} is not a name in GraphQL; write letters and digits, the first in lower case` };
  try {
    return { name, schema, description: descriptionOf(schema), ...readType(schema) };
  } catch (error) {
    if (error instanceof Unfit) return { fault: `${where} ${error.message}` };
    throw error;
  }
}

function readType(schema: z.ZodType): Read {
  const definition = definitionOf(schema);
  const inner = definition['innerType'] as z.ZodType;
  if (definition.type === 'optional') return readType(inner);
  if (definition.type === 'nullable') return { ...readType(inner), isNullable: true };
  if (definition.type === 'default') return withDefault(readType(inner));
  if (definition.type === 'readonly') return asSecret(readType(inner));
  if (definition.type !== 'array') return { ...plain, ...readScalar(schema) };
  return { ...plain, ...readScalar(definition['element'] as z.ZodType), isList: true };
}

function withDefault(read: Read): Read {
  if (!read.isSecret) return read;
  throw new Unfit('is a secret with a default, which would be in the code; write .optional() instead');
}

function asSecret(read: Read): Read {
  if (read.type === 'String' && !read.isList) return { ...read, isSecret: true };
  throw new Unfit('is a secret and not one text; write secret(z.string())');
}

function readScalar(schema: z.ZodType): Pick<Read, 'type' | 'options'> {
  const { type, coerce, entries } = definitionOf(schema);
  if (coerce) throw new Unfit('converts what it is given; write z.string(), z.number() or z.boolean()');
  if (type === 'string') return { type: 'String' };
  if (type === 'boolean') return { type: 'Boolean' };
  if (type === 'number') return { type: (schema as z.ZodNumber).isInt ? 'Int' : 'Float' };
  if (type === 'enum') return { type: '', options: optionsOf(Object.values(entries as object)) };
  throw new Unfit(
    `is a "${type}", which the graph cannot show in a form; use a string, URL, number, int, boolean or enum, a list of one of them, and .optional(), .nullable() or .default()`,
  );
}

/** `per-day` is PER_DAY in GraphQL. */
function optionsOf(values: readonly unknown[]): ReadonlyMap<string, string> {
  const named = values.map(
    (value) => [String(value).toUpperCase().replaceAll(/[-. ]/g, '_'), value] as const,
  );
  const options = new Map(
    named.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const isFit = [...options.keys()].every((name) => optionName.test(name));
  if (isFit && options.size === values.length) return options;
  throw new Unfit('has an option that is not a name in GraphQL; write words such as "per-day"');
}

function descriptionOf(schema: z.ZodType): string | undefined {
  const inner = definitionOf(schema)['innerType'] as z.ZodType | undefined;
  return schema.description ?? (inner && descriptionOf(inner));
}

/** The schema may be made by another copy of zod. */
function definitionOf(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}
