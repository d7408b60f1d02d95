import { firstClientFiles } from './clientFiles.ts';
import type { Files, Parts } from './files.ts';
import { hookFiles, participantFiles } from './coreParts.ts';
import { mergeModules } from './mergeModules.ts';
import type { Names } from './names.ts';
import { withSearch } from './searchFiles.ts';
import { fillTemplates } from './templates.ts';
import { workFiles, workParts } from './workFiles.ts';

/** The facts for a plugin's package.json. */
export interface PackageFacts {
  readonly name: string;
  readonly author: string;
  /** The exact versions of a plugin's dependencies. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The files of a whole plugin, except its schema.graphql, which is generated from it. */
export function pluginFiles(names: Names, parts: Parts, facts: PackageFacts): Files {
  const files = {
    [`${names.Plugin}.ts`]: pluginText(names, parts),
    'package.json': packageText(names, facts),
    ...(parts.bare ? fillTemplates('bare', names) : dataFiles(names, parts)),
    ...(parts.client ? withClient(names, parts) : {}),
    ...(parts.hook ? hookFiles(parts.hook) : {}),
    ...(parts.participant ? participantFiles(parts.participant) : {}),
  };
  return parts.schedule ? merged(files, workFiles('schedule', scheduleOf(names), names)) : files;
}

function merged(files: Files, added: Files): Files {
  const texts = Object.entries(added).map(([path, text]) => {
    const existing = files[path];
    return [path, existing === undefined ? text : mergeModules(existing, text)];
  });
  return { ...files, ...Object.fromEntries(texts) } as Files;
}

function scheduleOf({ Nouns }: Names): string {
  return `tidy${Nouns}`;
}

/** A client of an outside system; the README names its setting. */
function withClient(names: Names, { bare }: Parts): Files {
  const { 'README.md': readme = '' } = bare ? fillTemplates('bare', names) : entityFiles(names);
  const setting = 'Its setting `url` is the address of an outside system that it calls';
  const itsReadme = readme
    .replace('It has no settings and', `${setting}. It has`)
    .replace('It has no settings', setting);
  return { ...firstClientFiles(names), 'README.md': itsReadme };
}

/** A line of definePlugin, and the import that it needs. */
export interface Part {
  readonly line: string;
  readonly imports?: Readonly<Record<string, string>>;
}

function pluginText(names: Names, { bare, client, hook, participant, schedule }: Parts): string {
  return manifestText(names.Plugin, [
    { line: `name: '${names.Plugin}'` },
    ...(client ? [listed('settings')] : []),
    { line: 'typeDefs', imports: { './schema.ts': 'typeDefs' } },
    { line: 'resolvers', imports: { './resolvers.ts': 'resolvers' } },
    ...(bare ? [] : dataParts(names)),
    ...(hook ? [listed('hooks')] : []),
    ...(participant ? [listed('takesPart')] : []),
    ...(schedule ? workParts('schedule', scheduleOf(names), names) : []),
  ]);
}

/** An entity with all the code that uses it; its migration has today's date. */
export function entityFiles(names: Names): Files {
  return fillTemplates('entity', { ...names, today: today() });
}

function dataFiles(names: Names, { search }: Parts): Files {
  const files = entityFiles(names);
  return search ? withSearch(files, { ...names, today: today() }) : files;
}

function today(): string {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '');
}

/** A part that is a file of its own, with the part's name. */
export function listed(part: string): Part {
  return { line: part, imports: { [`./${part}.ts`]: part } };
}

/** The lines that an entity adds to definePlugin. */
export function dataParts({ Noun, nouns }: Names): readonly Part[] {
  const table = `create${Noun}Table`;
  const workflows = `create${Noun}, remove${Noun}`;
  return [
    { line: 'references', imports: { './resolvers.ts': 'references' } },
    { line: `entities: [${Noun}]`, imports: { [`./entities/${Noun}.ts`]: Noun } },
    { line: `migrations: [${table}]`, imports: { [`./migrations/${table}.ts`]: table } },
    { line: `workflows: [${workflows}]`, imports: { [`./bll/${nouns}/mutations.ts`]: workflows } },
  ];
}

/** <Name>.ts with these lines in definePlugin. */
export function manifestText(plugin: string, parts: readonly Part[]): string {
  const pairs = parts.flatMap(({ imports = {} }) => Object.entries(imports));
  const byFile = Map.groupBy(pairs, ([file]) => file);
  const imports = [...byFile]
    .toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(
      ([file, names]) =>
        `import { ${names
          .map(([, name]) => name)
          .toSorted()
          .join(', ')} } from '${file}';`,
    );
  const lines = parts.map(({ line }) => `  ${line},\n`).join('');
  const sdk = `import { definePlugin } from '@nimbusvault/sdk';`;
  return `${[sdk, ...imports].join('\n')}\n\nexport const ${plugin} = definePlugin({\n${lines}});\n`;
}

function packageText({ Plugin }: Names, { name, author, dependencies }: PackageFacts): string {
  const content = {
    name,
    version: '0.1.0',
    private: true,
    description: `The plugin ${Plugin}.`,
    author,
    type: 'module',
    exports: { '.': `./${Plugin}.ts` },
    dependencies,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
