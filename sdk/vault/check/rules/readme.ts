import type { Rule } from '../source/rule.ts';
import { fileAt } from '../source/source.ts';

export const readme: Rule = {
  code: 'PLUGIN_README',
  title: 'a README describes the plugin',
  explain:
    'An operator who is woken by a plugin at night reads its README.md first: its purpose, its part of the graph, its handlers, its settings and its data.',
  find(plugin) {
    const file = fileAt(plugin, 'README.md');
    const lines = file?.text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')) ?? [];
    if (lines.length > 0) return [];
    const message = file ? 'README.md is empty' : 'README.md is missing';
    return [
      {
        file: 'README.md',
        message,
        fix: 'Describe its purpose, its part of the graph, its data and its settings.',
      },
    ];
  },
};
