import { dirname, join } from 'node:path/posix';
import { isCode, isGenerated, isTest, lineAt, programOf } from '@nimbusvault/vault/check';
import type { Program } from 'oxc-parser';
import { manifestsIn } from '../tree/manifest.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import type { SourceFile, Tree } from '../tree/tree.ts';

type Statement = Program['body'][number];

/** The doors that people outside this repository import from. */
const publicDoors = ['sdk/plugin/index.ts', 'sdk/testing/index.ts'];
/** Files that are loaded by name, by a tool, or only by the compiler. */
const loaded = [
  /\.(config|setup|test-d|d)\.m?ts$/,
  /(^|\/)reporter\.ts$/,
  /^(core-subgraph|(plugin-subgraphs|examples)\/[^/]+)\/[A-Z]\w*\.ts$/,
  /fixtures\/[A-Z]\w*\.ts$/,
  /^bench\/security\/noIdentity\.ts$/,
];

export const unusedExports: Rule = {
  name: 'every export has an importer',
  check(tree) {
    const files = tree.files.filter(isCode);
    const doors = doorsIn(tree);
    const used = new Set(files.flatMap((file) => usesOf(file, doors)));
    return files
      .filter((file) => !isGenerated(file))
      .filter(({ path }) => !publicDoors.includes(path) && !loaded.some((pattern) => pattern.test(path)))
      .flatMap((file) =>
        exportsOf(file)
          .filter(({ name }) => !isUsed(used, file.path, name))
          .map(violation(file)),
      );
  },
};

interface Exported {
  readonly name: string;
  readonly line: number;
}

function isUsed(used: ReadonlySet<string>, path: string, name: string): boolean {
  return used.has(`${path}#${name}`) || used.has(`${path}#*`);
}

function violation(file: SourceFile) {
  return ({ name, line }: Exported): Violation => ({
    file: file.path,
    line,
    why: `exports ${name}, which no other file imports`,
    instead: isTest(file) ? 'Delete it, or use it' : 'Do not export it; delete it if nothing uses it',
  });
}

function exportsOf(file: SourceFile): readonly Exported[] {
  return programOf(file).body.flatMap((statement) => {
    const line = lineAt(file, statement.start);
    return namesExportedBy(statement).map((name) => ({ name, line }));
  });
}

function namesExportedBy(statement: Statement): readonly string[] {
  if (statement.type !== 'ExportNamedDeclaration') return [];
  const { declaration, specifiers } = statement;
  if (!declaration) return specifiers.map(({ exported }) => nameOf(exported));
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : [];
}

/** The names that a file imports from others of the tree, as `path#name`; `path#*` for all of them. */
function usesOf(file: SourceFile, doors: ReadonlyMap<string, string>): readonly string[] {
  const target = (specifier: string) =>
    specifier.startsWith('.')
      ? join(dirname(file.path), specifier)
      : (doors.get(specifier) ?? fixtureOf(specifier));
  const named = programOf(file).body.flatMap((statement) => {
    if (!('source' in statement) || !statement.source) return [];
    return namesTakenBy(statement).map((name) => `${target(statement.source?.value ?? '')}#${name}`);
  });
  const whole = [...file.text.matchAll(/import\(\s*'([^']+)'\s*\)(?:\)\.(\w+)|\.(\w+))?/g)].map(
    ([, specifier = '', awaited, typed]) => `${target(specifier)}#${awaited ?? typed ?? '*'}`,
  );
  return [...named, ...whole];
}

function namesTakenBy(statement: Statement): readonly string[] {
  if (statement.type === 'ImportDeclaration')
    return statement.specifiers.map((each) =>
      each.type === 'ImportSpecifier' ? nameOf(each.imported) : '*',
    );
  if (statement.type === 'ExportNamedDeclaration')
    return statement.specifiers.map(({ local }) => nameOf(local));
  return ['*'];
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}

/** The file behind each specifier of our packages. */
function doorsIn(tree: Tree): ReadonlyMap<string, string> {
  const pairs = manifestsIn(tree).flatMap(({ path, text }) => {
    const { name = '', exports = {} } = JSON.parse(text) as {
      name?: string;
      exports?: Record<string, unknown>;
    };
    return Object.entries(exports).map(
      ([door, file]) => [join(name, door), join(dirname(path), fileOf(file))] as const,
    );
  });
  return new Map(pairs);
}

/** A door is a file, or an object with the file as its default. */
function fileOf(door: unknown): string {
  return typeof door === 'string' ? door : String((door as { default?: string } | null)?.default);
}

function fixtureOf(specifier: string): string {
  const [, name] = /^@nimbusvault\/testing\/fixtures\/(\w+)$/.exec(specifier) ?? [];
  return name ? `sdk/testing/fixtures/${name}.ts` : specifier;
}
