import { pluginsIn } from '../tree/plugins.ts';
import type { Rule } from '../tree/rule.ts';

export const coreKnowsNoPlugin: Rule = {
  name: 'core names no plugin',
  check: (tree) => {
    const names = pluginsIn(tree);
    if (names.length === 0) return [];
    const named = new RegExp(`\\b(${names.join('|')})\\b`, 'i');
    return tree.files
      .filter(({ path }) => path.startsWith('core-subgraph/'))
      .flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => {
          const [name] = named.exec(withoutCommands(line)) ?? [];
          if (!name) return [];
          const why = `core names the plugin ${name}`;
          return {
            file: path,
            line: index + 1,
            why,
            instead: 'Plugins depend on core, never the reverse: fire a hook',
          };
        }),
      );
  },
};

/** The command line has the name of a plugin. */
function withoutCommands(line: string): string {
  return line.replaceAll(/"nimbus (?=[a-z])/g, '"');
}
