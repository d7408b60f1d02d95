import {
  parseSync,
  type ArrayExpression,
  type Expression,
  type ObjectExpression,
  type ObjectProperty,
  type Program,
  type Span,
  type VariableDeclarator,
} from 'oxc-parser';
import { VaultError } from '@nimbusvault/sdk/kernel';

/** A module's text and syntax tree. */
interface Parsed {
  readonly text: string;
  readonly body: Program['body'];
}

/** Text to insert at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Returns a module with the missing parts of another one: its imports, its statements, and the entries of exported objects
 * and lists of the same name. Existing code keeps its formatting.
 */
export function mergeModules(existing: string, addition: string): string {
  const [into, from] = [parse(existing), parse(addition)];
  return apply(existing, [...importInsertions(into, from), ...statementInsertions(into, from)]);
}

function parse(text: string): Parsed {
  const { program, errors } = parseSync('module.ts', text);
  const [fault] = errors;
  if (fault)
    throw new VaultError('BAD_USER_INPUT', `The file cannot be parsed: ${fault.message}. Correct it first.`);
  return { text, body: program.body };
}

function apply(text: string, insertions: readonly Insertion[]): string {
  return insertions
    .toReversed() // of two insertions at one offset the first must come first
    .toSorted((a, b) => b.at - a.at)
    .reduce((result, { at, text: added }) => result.slice(0, at) + added + result.slice(at), text);
}

function importInsertions(into: Parsed, from: Parsed): readonly Insertion[] {
  const imports = from.body.filter((statement) => statement.type === 'ImportDeclaration');
  const existing = into.body.filter((statement) => statement.type === 'ImportDeclaration');
  const end = existing.at(-1)?.end ?? 0;
  return imports.flatMap((statement) => {
    const same = existing.find(({ source }) => source.value === statement.source.value);
    if (!same)
      return [
        { at: end, text: `${end === 0 ? '' : '\n'}${textOf(from, statement)}${end === 0 ? '\n' : ''}` },
      ];
    const known = same.specifiers.map(({ local }) => local.name);
    const missing = statement.specifiers.filter(({ local }) => !known.includes(local.name));
    const last = same.specifiers.at(-1);
    if (missing.length === 0 || !last) return [];
    return [{ at: last.end, text: missing.map((specifier) => `, ${textOf(from, specifier)}`).join('') }];
  });
}

function statementInsertions(into: Parsed, from: Parsed): readonly Insertion[] {
  const known = new Map(into.body.flatMap(constantsOf).map((constant) => [nameOf(constant), constant]));
  const statements = from.body.filter((statement) => statement.type !== 'ImportDeclaration');
  return statements.flatMap((statement) => {
    const [constant] = constantsOf(statement);
    const same = constant && known.get(nameOf(constant));
    if (!constant && into.text.includes(textOf(from, statement))) return [];
    if (!same?.init || !constant?.init)
      return [{ at: into.text.trimEnd().length, text: `\n\n${textOf(from, statement)}` }];
    return valueInsertions({ into, from }, same.init, constant.init);
  });
}

type Merge = { readonly into: Parsed; readonly from: Parsed };

function valueInsertions(merge: Merge, existing: Expression, added: Expression): readonly Insertion[] {
  if (existing.type === 'ArrayExpression' && added.type === 'ArrayExpression')
    return listInsertions(merge, existing, added);
  if (existing.type === 'ObjectExpression' && added.type === 'ObjectExpression')
    return objectInsertions(merge, existing, added);
  const [definition, addedDefinition] = [argumentOf(existing), argumentOf(added)];
  return definition && addedDefinition ? valueInsertions(merge, definition, addedDefinition) : [];
}

function listInsertions(
  { into, from }: Merge,
  existing: ArrayExpression,
  added: ArrayExpression,
): readonly Insertion[] {
  const known = existing.elements.map((element) => element && textOf(into, element));
  const missing = added.elements.flatMap((element) => (element ? textOf(from, element) : []));
  const texts = missing.filter((text) => !known.includes(text));
  return texts.map((text) => insertionInto(into, existing, { last: existing.elements.at(-1), text }));
}

function objectInsertions(
  merge: Merge,
  existing: ObjectExpression,
  added: ObjectExpression,
): readonly Insertion[] {
  const { into, from } = merge;
  const known = new Map(propertiesOf(existing).map((property) => [keyOf(property), property]));
  const spreads = added.properties
    .filter(({ type }) => type === 'SpreadElement')
    .map((spread) => textOf(from, spread))
    .filter((text) => !textOf(into, existing).includes(text))
    .map((text) => insertionInto(into, existing, { last: existing.properties.at(-1), text }));
  const properties = propertiesOf(added).flatMap((property) => {
    const same = known.get(keyOf(property));
    if (same) return same.shorthand ? [] : valueInsertions(merge, same.value, property.value);
    return [
      insertionInto(into, existing, { last: existing.properties.at(-1), text: textOf(from, property) }),
    ];
  });
  return [...properties, ...spreads];
}

/** After the last entry, in a line of its own if the other entries have one. */
function insertionInto(
  { text }: Parsed,
  parent: Span,
  { last, text: added }: { readonly last: Span | null | undefined; readonly text: string },
): Insertion {
  if (!last) return { at: parent.end - 1, text: added };
  const [indent] = /\n[ \t]*$/.exec(text.slice(parent.start, last.start)) ?? [];
  return { at: last.end, text: `,${indent ?? ' '}${added}` };
}

/** The content of a definition: its last argument, as a name may stand before it. */
function argumentOf(value: Expression): Expression | undefined {
  const argument = value.type === 'CallExpression' ? value.arguments.at(-1) : undefined;
  return argument && argument.type !== 'SpreadElement' ? argument : undefined;
}

function constantsOf(statement: Program['body'][number]): readonly VariableDeclarator[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  return declaration?.type === 'VariableDeclaration' ? declaration.declarations : [];
}

function nameOf({ id }: VariableDeclarator): string {
  return id.type === 'Identifier' ? id.name : '';
}

function propertiesOf({ properties }: ObjectExpression): readonly ObjectProperty[] {
  return properties.filter((property) => property.type === 'Property');
}

function keyOf({ key }: ObjectProperty): string {
  return key.type === 'Identifier' ? key.name : '';
}

function textOf({ text }: Parsed, { start, end }: Span): string {
  return text.slice(start, end);
}
