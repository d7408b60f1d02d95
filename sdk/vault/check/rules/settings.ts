import { isCode, isTest } from '../source/module.ts';
import type { Rule } from '../source/rule.ts';
import { fileAt, lineOf } from '../source/source.ts';

const environment = /\bprocess\.env\b/;

export const settings: Rule = {
  code: 'PLUGIN_SETTINGS',
  title: 'settings are declared, and come from vault-settings.json',
  explain:
    'Values that differ between environments are in the section of the plugin in vault-settings.json, validated by the zod schema of settings.ts when the process starts, and read with settingsOf(vault). A string in it may refer to ${env.NAME} or ${file./path}. Code that reads process.env has settings that nobody sees.',
  find(plugin) {
    const readers = plugin.files
      .filter((file) => isCode(file) && !isTest(file) && environment.test(file.text))
      .map((file) => ({
        file: file.path,
        line: lineOf(file, environment),
        message: 'A setting is read from the environment',
        fix: 'Declare it in settings.ts, refer to ${env.NAME} in vault-settings.json, and read it with settingsOf(vault).',
      }));
    const own = fileAt(plugin, 'settings.ts');
    const manifest = fileAt(plugin, `${plugin.name}.ts`);
    if (!own || !manifest || /\bsettings\b/.test(manifest.text)) return readers;
    const fix = `List it in ${plugin.name}.ts: definePlugin({ …, settings }).`;
    return [...readers, { file: own.path, message: 'settings.ts is not part of the plugin', fix }];
  },
};
