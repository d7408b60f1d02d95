import type { plugin as ResolversPlugin } from '@graphql-codegen/typescript-resolvers';
import { concatAST, visit, type DocumentNode } from 'graphql';
import { objectTypes, sharedSearchTypeDefs, sharedTypeDefs } from '@nimbusvault/sdk/internal';
import type { View } from './findViews.ts';
import { connectedType, has, isResolvable, knownFields, merged, type ObjectType } from './schemaParts.ts';

const scalars = { ID: 'string', DateTime: { input: 'string', output: 'string | Date' } };

/** The name of a type as the schema has it: pascal case, as the code generator makes it, would call SQLQuery SqlQuery. */
function nameOfType(name: string): string {
  if (name === 'IDFilter') return 'IdFilter'; // as in the files that plugins have committed
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Erasable types alone, immutable like the views, and a null where GraphQL takes undefined for one. */
const style = {
  enumsAsTypes: true,
  namingConvention: nameOfType,
  immutableTypes: true,
  useTypeImports: true,
  maybeValue: 'T | null | undefined',
  inputMaybeValue: 'T | null | undefined',
  avoidOptionals: { query: true, mutation: true },
  makeResolverTypeCallable: true,
  customResolverFn: '(parent: TParent, args: TArgs, vault: TContext) => TResult | Promise<TResult>',
  contextType: 'Vault',
  allResolversTypeName: 'AllResolvers',
  scalars,
};

/** The text of schema.types.ts: the resolvers and references that a schema requires, with the views as its types. */
export async function typesText(typeDefs: DocumentNode, views: readonly View[]): Promise<string> {
  const shared = concatAST([sharedTypeDefs, ...sharedSearchTypeDefs(typeDefs)]);
  const types = merged([...objectTypes(shared), ...objectTypes(typeDefs)]);
  const mappers = mappersOf(types, views);
  const { codegen, typescript, resolvers } = await loadGenerator();
  const text = await codegen({
    filename: 'schema.types.ts',
    documents: [],
    schema: withoutDirectives(concatAST([shared, typeDefs])),
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript: { plugin: typescript }, resolvers: { plugin: withoutImports(resolvers) } },
    config: { ...style, mappers: Object.fromEntries(mappers) },
  });
  const own = merged(objectTypes(typeDefs));
  return `${header(views, mappers)}\n\n${text.trim()}\n\n${resolversType(own)}\n\n${referencesType(own)}\n`;
}

const drop = () => null;

/** Directives are the runtime's concern, and not the resolvers'. */
function withoutDirectives(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: drop, DirectiveDefinition: drop, SchemaExtension: drop });
}

/** 330 modules, which no other command needs. */
async function loadGenerator() {
  const [{ codegen }, { plugin: typescript }, { plugin: resolvers }] = await Promise.all([
    import('@graphql-codegen/core'),
    import('@graphql-codegen/typescript'),
    import('@graphql-codegen/typescript-resolvers'),
  ]);
  return { codegen, typescript, resolvers };
}

type Resolvers = typeof ResolversPlugin;

/** A plugin declares no dependency on graphql: the SDK has the types that are imported from there. */
function withoutImports(resolvers: Resolvers): Resolvers {
  return async (...asked) => {
    const output = await resolvers(...asked);
    return { ...output, prepend: output.prepend?.filter((line) => !line.includes(`from 'graphql'`)) };
  };
}

type Mapper = readonly [type: string, value: string];

/** The values that resolvers receive and return, by type: its view, the page that holds views, or the key of another plugin's entity. */
function mappersOf(types: readonly ObjectType[], views: readonly View[]): readonly Mapper[] {
  const direct = types.flatMap((type): readonly Mapper[] => {
    const view = views.find(({ name }) => name === `${type.name}View`);
    if (view) return [[type.name, view.isSchema ? `z.infer<typeof ${view.name}>` : view.name]];
    if (!has('key', type.node.directives)) return [];
    return [[type.name, keyOf(type)]];
  });
  const known = new Map(direct);
  const connections = types.flatMap((type): readonly Mapper[] => {
    const node = known.get(connectedType(type, types) ?? '');
    const isOfMatches = type.name.endsWith('MatchConnection'); // as searchTypes names it; it has no total
    return node && !isOfMatches ? [[type.name, `Connection<${node}>`]] : [];
  });
  return [...direct, ...connections];
}

function keyOf(type: ObjectType): string {
  const fields = knownFields(type).map((field) => `'${field}'`);
  return `Pick<${type.name}, ${fields.join(' | ')}>`;
}

function header(views: readonly View[], mappers: readonly Mapper[]): string {
  const uses = (word: string) => mappers.some(([, value]) => new RegExp(`\\b${word}\\b`).test(value));
  const used = views.filter(({ name }) => uses(name));
  const names = ['GraphQLResolveInfo', 'GraphQLScalarType', 'GraphQLScalarTypeConfig', 'ReferenceTo'];
  const sdk = [...(uses('Connection') ? ['Connection'] : []), ...names, 'ResolversOf', 'Vault'];
  const imports = [...Map.groupBy(used, ({ file }) => file)].map(
    ([file, from]) => `import type { ${from.map(({ name }) => name).join(', ')} } from './${file}';`,
  );
  return [
    '// Generated from schema.ts and the views of the bll: "nimbus schema" writes it again.',
    `import type { ${sdk.join(', ')} } from '@nimbusvault/sdk';`,
    ...(uses('z') ? [`import type { z } from 'zod';`] : []),
    ...imports,
  ].join('\n');
}

function resolversType(types: readonly ObjectType[]): string {
  const lines = types.map(({ name }) => `    ${name}: ${name}Resolvers;`);
  return [
    '/** The resolvers that resolvers.ts must and may have. */',
    `export type Resolvers = ResolversOf<\n  {\n${lines.join('\n')}\n  },\n  ResolversParentTypes\n>;`,
  ].join('\n');
}

function referencesType(types: readonly ObjectType[]): string {
  const lines = types
    .filter(isResolvable)
    .map((type) => `  ${type.name}: ReferenceTo<${keyOf(type)}, ResolversParentTypes['${type.name}']>;`);
  return [
    '/** The references that resolvers.ts must have. */',
    `export type References = {${lines.map((line) => `\n${line}`).join('')}${lines.length > 0 ? '\n' : ''}};`,
  ].join('\n');
}
