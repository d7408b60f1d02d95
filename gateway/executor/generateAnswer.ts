import {
  getNullableType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { planKey } from '../operation/planKeys.ts';
import type { AnswerSite } from './compileAnswer.ts';
import type { Json } from '../operation/json.ts';
import { collectFields, type FieldsType } from '../operation/selection.ts';

/** Writes an answer from the fetched values; returns undefined if any value does not fit the schema. */
type WriteQuickly = (data: Json, shared: Shared | undefined) => Json | undefined;

/** The texts already written for objects that several places share. */
type Shared = Map<Writer, Map<Json, Json | undefined>>;

/** Writes objects of one type at one place of an operation; its code is generated for the first of them. */
interface Writer {
  write: WriteQuickly;
}

/** The text of a function that is being generated, and the values of its names `k0`, `k1`, …. */
interface Draft {
  readonly site: AnswerSite;
  readonly links: unknown[];
}

/** A value of an answer: the type that it has to fit, and the selections on it. */
interface Slot {
  readonly type: GraphQLOutputType;
  readonly sets: readonly SelectionSetNode[];
  /** The variable that holds the fetched value, and then the answered one. */
  readonly at: string;
}

const noFit = 'return undefined;';

/**
 * Generates the code that writes an operation's answers, with one object literal for each object. It only detects that
 * a value does not fit: `compileAnswer`, which is slower, reports which, where and why.
 */
export function generateAnswer(site: AnswerSite, operation: OperationDefinitionNode): WriteQuickly {
  const type = site.schema.getRootType(operation.operation);
  if (!type) return () => undefined;
  const root = writerOf(site, type, [operation.selectionSet]);
  return (data, shared) => root.write(data, shared);
}

function writerOf(site: AnswerSite, type: FieldsType, sets: readonly SelectionSetNode[]): Writer {
  const writer: Writer = {
    write(object, shared) {
      writer.write = generateObject(site, type, sets);
      return writer.write(object, shared);
    },
  };
  return writer;
}

function generateObject(site: AnswerSite, type: FieldsType, sets: readonly SelectionSetNode[]): WriteQuickly {
  const draft: Draft = { site, links: [] };
  const steps: string[] = [];
  const properties: string[] = [];
  for (const [key, nodes] of collectFields(site, type, sets)) {
    const name = nodes[0]?.name.value ?? '';
    if (key in Object.prototype || (name === '__typename' && isInterfaceType(type))) return () => undefined;
    const at = `v${properties.length}`;
    properties.push(`${key}: ${at}`);
    const slot = { at, sets: nodes.flatMap(({ selectionSet }) => selectionSet ?? []) };
    const definition = type.getFields()[name];
    if (name === '__typename') steps.push(`const ${at} = ${JSON.stringify(type.name)};`);
    else if (!definition || !nodes[0]) steps.push(`const ${at} = object.${key} ?? null;`);
    else {
      steps.push(`let ${at} = object.${planKey(nodes[0], site.taken)};`);
      steps.push(codeOf({ ...slot, type: definition.type }, draft));
    }
  }
  return build([...steps, `return { ${properties.join(', ')} };`], draft);
}

/** GraphQL names are valid JavaScript identifiers: they need no escaping in code. */
function build(steps: readonly string[], { links }: Draft): WriteQuickly {
  const names = links.map((_, index) => `k${index}`).join(', ');
  const isObject = `if (typeof object !== 'object' || Array.isArray(object)) ${noFit}`;
  const body = `const [${names}] = links;\nreturn (object, shared) => {\n${[isObject, ...steps].join('\n')}\n};`;
  // oxlint-disable-next-line typescript/no-implied-eval -- the generated code consists of GraphQL names and our own text
  return new Function('links', 'once', body)(links, once) as WriteQuickly;
}

function once(writer: Writer, object: Json, shared: Shared): Json | undefined {
  const known = shared.get(writer) ?? new Map<Json, Json | undefined>();
  shared.set(writer, known);
  if (!known.has(object)) known.set(object, writer.write(object, shared));
  return known.get(object);
}

function codeOf(slot: Slot, draft: Draft): string {
  const { at, type } = slot;
  const inner = codeOfPresent({ ...slot, type: getNullableType(type) }, draft);
  if (isNonNullType(type)) return `if (${at} === null || ${at} === undefined) ${noFit}\n${inner}`;
  return `if (${at} === undefined) ${noFit}\nif (${at} !== null) {\n${inner}\n}`;
}

function codeOfPresent({ at, type, sets }: Slot, draft: Draft): string {
  const { site } = draft;
  if (isLeafType(type)) return codeOfLeaf(at, type, draft);
  if (isListType(type)) return codeOfList({ at, sets, type: type.ofType }, draft);
  if (isNonNullType(type)) throw new VaultError('STACK_FAILED', 'A type is non-null twice.');
  const writer = link(isObjectType(type) ? writerOf(site, type, sets) : writerOfAny(site, type, sets), draft);
  const write = `shared === undefined ? ${writer}.write(${at}, shared) : once(${writer}, ${at}, shared)`;
  return `${at} = ${write};\nif (${at} === undefined) ${noFit}`;
}

function codeOfLeaf(at: string, type: GraphQLLeafType, draft: Draft): string {
  if (isEnumType(type)) {
    const values = link(new Set(type.getValues().map(({ name }) => name)), draft);
    return `if (!${values}.has(${at})) ${noFit}`;
  }
  return isSpecifiedScalarType(type) ? `if (typeof ${at} === 'object') ${noFit}` : '';
}

function codeOfList(slot: Slot, draft: Draft): string {
  const { at } = slot;
  const [items, index, item] = [`${at}s`, `${at}i`, `${at}e`];
  return [
    `if (!Array.isArray(${at})) ${noFit}`,
    `const ${items} = [];`,
    `for (let ${index} = 0; ${index} < ${at}.length; ${index} += 1) {`,
    `let ${item} = ${at}[${index}];`,
    codeOf({ ...slot, at: item }, draft),
    `${items}.push(${item});`,
    `}`,
    `${at} = ${items};`,
  ].join('\n');
}

/** A writer for an interface or a union. A plan fetches the type only if something depends on it, and an interface object has the name of its interface. */
function writerOfAny(site: AnswerSite, type: GraphQLAbstractType, sets: readonly SelectionSetNode[]): Writer {
  const possible = isInterfaceType(type)
    ? [...site.schema.getPossibleTypes(type), type]
    : site.schema.getPossibleTypes(type);
  const writers = new Map<unknown, Writer>(possible.map((each) => [each.name, writerOf(site, each, sets)]));
  const bare = writers.get(type.name);
  if (bare) writers.set(undefined, bare);
  return { write: (object, shared) => writers.get(object.__typename)?.write(object, shared) };
}

function link(value: unknown, { links }: Draft): string {
  links.push(value);
  return `k${links.length - 1}`;
}
