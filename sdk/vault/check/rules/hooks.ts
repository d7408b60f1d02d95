import { coreHookName } from '../source/coreHookName.ts';
import { isCode, isTest } from '../source/module.ts';
import type { Fault, Rule } from '../source/rule.ts';
import { fileAt, lineOf, type PluginSources, type SourceFile } from '../source/source.ts';

const listed = { 'hooks.ts': 'hooks', 'takesPart.ts': 'takesPart' } as const;
const ofCore = new RegExp(`defineHook\\(\\s*['"\`]${coreHookName.source.slice(1)}`);
const declared = /^export const \w+ = define(Hook|Ask)\(/m;
const declares = /\bdefine(Hook|Ask)\(/;

export const hooks: Rule = {
  code: 'PLUGIN_HOOKS',
  title: 'hooks are declared and listed',
  explain:
    'The handlers of a plugin are in hooks.ts, its parts in other workflows in takesPart.ts, and both are listed in definePlugin: otherwise they are never called. A hook of its own is an exported constant, `export const tagAdded = defineHook(…)`, named after the plugin or its nouns; a handler of entityDeleted goes on while an organization has turned the plugin off, `{ whenOff: true }`, because people rely on what is deleted being forgotten; names that begin with entity, document, user, organization, folder or plugin are core’s.',
  find: (plugin) => [
    ...unlisted(plugin),
    ...plugin.files.flatMap(undeclared),
    ...plugin.files.flatMap(forgetful),
  ],
};

function unlisted(plugin: PluginSources): readonly Fault[] {
  const manifest = fileAt(plugin, `${plugin.name}.ts`);
  return Object.entries(listed)
    .filter(
      ([file, part]) => fileAt(plugin, file) && manifest && !new RegExp(`\\b${part}\\b`).test(manifest.text),
    )
    .map(([file, part]) => ({
      file,
      message: `${file} is not part of the plugin and is never called`,
      fix: `List it in ${plugin.name}.ts: definePlugin({ …, ${part} }).`,
    }));
}

function undeclared(file: SourceFile): readonly Fault[] {
  if (!isCode(file) || isTest(file)) return [];
  const faults: Fault[] = [];
  if (ofCore.test(file.text))
    faults.push({
      file: file.path,
      line: lineOf(file, ofCore),
      message: 'A hook has a name that belongs to core',
      fix: 'Name it after the plugin or one of its nouns, such as tag.added.',
    });
  if (declares.test(file.text) && !declared.test(file.text))
    faults.push({
      file: file.path,
      line: lineOf(file, declares),
      message: 'A hook is not declared as a constant that others can import',
      fix: 'Write export const tagAdded = defineHook(…) at the top of a file of its own.',
    });
  return faults;
}

/** A handler that forgets what was deleted, but not while an organization has turned the plugin off. */
function forgetful(file: SourceFile): readonly Fault[] {
  if (!isCode(file) || isTest(file)) return [];
  const calls = [...file.text.matchAll(/\bon\(\s*entityDeleted\b/g)];
  return calls
    .filter(({ index }) => !/\bwhenOff:\s*true\b/.test(callAt(file.text, index)))
    .map(({ index }) => ({
      file: file.path,
      line: file.text.slice(0, index).split('\n').length,
      message: 'entityDeleted is not handled while an organization has turned the plugin off',
      fix: 'Write on(entityDeleted, handler, { whenOff: true }): what is deleted is to be forgotten at once.',
    }));
}

/** The text of the call that begins at `start`, up to the bracket that ends it. */
function callAt(text: string, start: number): string {
  let depth = 0;
  for (let at = text.indexOf('(', start); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}
