import { parseSync, Visitor, type Program, type Span, type VisitorObject } from 'oxc-parser';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { SourceFile } from './source.ts';

/** An `import`, a re-export, `import()` or `import('…').Type`; `specifier` is undefined if it is computed. */
export interface Import {
  readonly specifier: string | undefined;
  readonly line: number;
  readonly typeOnly: boolean;
}

type Parsed = ReturnType<typeof parseSync>;

const parsed = new WeakMap<SourceFile, Parsed>();

/** True for TypeScript and JavaScript. */
export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path);
}

/** True for code that a command writes. */
export function isGenerated({ path }: SourceFile): boolean {
  return /(^|\/)schema\.types\.ts$/.test(path);
}

/** True for files that run only in tests. */
export function isTest({ path }: SourceFile): boolean {
  return /\.test(-d)?\.tsx?$/.test(path) || /(^|\/)(tests|fixtures)\//.test(path);
}

/** The syntax tree of a source; each source is parsed once. */
export function programOf(file: SourceFile): Program {
  return parse(file).program;
}

/** The comments of a source, with the line on which each starts. */
export function commentsOf(file: SourceFile): readonly { line: number; text: string }[] {
  return parse(file).comments.map(({ start, value }) => ({ line: lineAt(file, start), text: value }));
}

/** Calls the visitor for every node of a source. */
export function visit(file: SourceFile, visitor: VisitorObject): void {
  new Visitor(visitor).visit(programOf(file));
}

/** The line, from 1, of an offset. */
export function lineAt({ text }: SourceFile, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Returns all imports of a source, in any syntax, in the order of its text. */
export function importsOf(file: SourceFile): readonly Import[] {
  const found: (Import & { start: number })[] = [];
  const add = (node: Span, source: unknown, typeOnly: boolean) =>
    found.push({ start: node.start, line: lineAt(file, node.start), specifier: literal(source), typeOnly });
  visit(file, {
    ImportDeclaration: (node) => add(node, node.source, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node, node.source, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => node.source && add(node, node.source, node.exportKind === 'type'),
    ImportExpression: (node) => add(node, node.source, false),
    TSImportType: (node) => add(node, node.source, true),
  });
  return found.toSorted((a, b) => a.start - b.start);
}

/** Our own packages by the whole specifier, because each subpath is a decision; other packages by name. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('@nimbusvault/')) return specifier;
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function literal(node: unknown): string | undefined {
  const { type, value } = node as { type: string; value?: unknown };
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function parse(file: SourceFile): Parsed {
  const known = parsed.get(file);
  if (known) return known;
  const result = parseSync(file.path, file.text);
  const [fault] = result.errors;
  if (fault) throw new VaultError('PLUGIN_INVALID', `${file.path} cannot be parsed: ${fault.message}`);
  parsed.set(file, result);
  return result;
}
