import type { VariableDeclarator } from 'oxc-parser';
import { exportedConstants } from '../source/definedName.ts';
import { functionsOf } from '../source/functions.ts';
import { importsOf, lineAt, programOf } from '../source/module.ts';
import type { Fault, Rule } from '../source/rule.ts';
import type { SourceFile } from '../source/source.ts';

/** The types of schema.types.ts, by the constant that has it. */
const types: Readonly<Record<string, string>> = { resolvers: 'Resolvers', references: 'References' };

export const resolvers: Rule = {
  code: 'PLUGIN_RESOLVERS',
  title: 'a resolver is one line, and typed',
  explain:
    'resolvers.ts is the table of contents of the graph: each resolver is one expression that calls the bll, and so is each reference. The work is in bll/<noun>/queries.ts and mutations.ts, where it is tested without GraphQL. Both have the types of schema.types.ts, which "nimbus schema" writes: a resolver that is missing or misspelt, or that takes or returns something else than the schema says, does not compile.',
  find: ({ files }) =>
    files
      .filter(({ path }) => path === 'resolvers.ts')
      .flatMap((file) => [...longOnes(file), ...untyped(file)]),
};

function longOnes(file: SourceFile): readonly Fault[] {
  return functionsOf(file)
    .filter(({ hasBlock }) => hasBlock)
    .map(({ line }) => ({
      file: file.path,
      line,
      message: 'A resolver does work of its own',
      fix: 'Make it one expression that calls bll/<noun>/queries.ts or mutations.ts.',
    }));
}

function untyped(file: SourceFile): readonly Fault[] {
  const isImported = importsOf(file).some(({ specifier }) => specifier === './schema.types.ts');
  return programOf(file)
    .body.flatMap(exportedConstants)
    .flatMap((constant) => {
      const type = types[nameOf(constant)];
      if (!type || (isImported && typeOf(constant) === type)) return [];
      return {
        file: file.path,
        line: lineAt(file, constant.start),
        message: `${nameOf(constant)} is not checked against the schema`,
        fix: `Write "${nameOf(constant)}: ${type}", with "import type { ${type} } from './schema.types.ts'"; "nimbus schema" writes that file.`,
      };
    });
}

function nameOf({ id }: VariableDeclarator): string {
  return id.type === 'Identifier' ? id.name : '';
}

function typeOf({ id }: VariableDeclarator): string | undefined {
  const annotation = id.type === 'Identifier' ? id.typeAnnotation?.typeAnnotation : undefined;
  if (annotation?.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier') return undefined;
  return annotation.typeName.name;
}
