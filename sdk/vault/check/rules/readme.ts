import type { Rule } from '../source/rule.ts';
import { fileAt } from '../source/source.ts';

export const readme: Rule = {
  code: 'PLUGIN_README',
  title: 'a README says what it is for',
  explain:
    'Whoever is woken by a plugin at night reads its README.md first: what it is for, what it has in the graph, what it hears, its settings and its data.',
  find(plugin) {
    const file = fileAt(plugin, 'README.md');
    const lines = file?.text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')) ?? [];
    if (lines.length > 0) return [];
    const message = file ? 'README.md says nothing' : 'There is no README.md';
    return [
      {
        file: 'README.md',
        message,
        fix: 'Say what it is for, what it has in the graph, and what its data and settings are.',
      },
    ];
  },
};
