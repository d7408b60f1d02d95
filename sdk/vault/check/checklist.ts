import type { Finding } from './source/finding.ts';
import type { Rule } from './source/rule.ts';
import { federation } from './rules/federation.ts';
import { hooks } from './rules/hooks.ts';
import { imports } from './rules/imports.ts';
import { layout } from './rules/layout.ts';
import { migrations } from './rules/migrations.ts';
import { names } from './rules/names.ts';
import { outside } from './rules/outside.ts';
import { readme } from './rules/readme.ts';
import { resolvers } from './rules/resolvers.ts';
import { secrets } from './rules/secrets.ts';
import { services } from './rules/services.ts';
import { settings } from './rules/settings.ts';
import { tenant } from './rules/tenant.ts';
import { upgrade } from './rules/upgrade.ts';
import { isCode, programOf } from './source/module.ts';
import type { PluginSources, SourceFile } from './source/source.ts';

/** The checklist: each item is a rule. */
export const checklist: readonly Rule[] = [
  names,
  layout,
  imports,
  upgrade,
  outside,
  services,
  resolvers,
  tenant,
  settings,
  hooks,
  migrations,
  secrets,
  readme,
  federation,
];

/** Returns the places where a plugin's files break the checklist; no file is executed. */
export function checkSources(plugin: PluginSources): readonly Finding[] {
  const broken = plugin.files.filter(isCode).flatMap(syntaxFault);
  const files = plugin.files.filter(({ path }) => !broken.some(({ file }) => file === path));
  return [
    ...broken,
    ...checklist.flatMap((rule) =>
      rule
        .find({ ...plugin, files })
        .map((fault) => ({ code: rule.code, severity: 'error' as const, ...fault })),
    ),
  ];
}

function syntaxFault(file: SourceFile): readonly Finding[] {
  try {
    programOf(file);
    return [];
  } catch (error) {
    const { message } = error as Error;
    return [
      {
        code: 'PLUGIN_LOADS',
        severity: 'error',
        file: file.path,
        message,
        fix: 'Correct the syntax; "npx tsc" shows where.',
      },
    ];
  }
}
