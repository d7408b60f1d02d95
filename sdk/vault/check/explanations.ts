import { checklist } from './checklist.ts';
import type { CheckCode } from './source/finding.ts';

/** The checks beyond the files of a plugin. */
const others: Readonly<Partial<Record<CheckCode, string>>> = {
  PLUGIN_LOADS:
    'The plugin is loaded as its process would load it: it is TypeScript that Node can strip, its imports are there, and definePlugin accepts it. "nimbus schema <Name>" shows the same error.',
  SCHEMA_COMMITTED:
    'schema.graphql is what composition reads where the plugin does not run, and what reviewers see of a change. It is written from schema.ts: "nimbus schema <Name> --out <file>".',
  SCHEMA_COMPOSES:
    'Core and the active plugins make one graph. The fault names the place in the printed schema and what to do. A field belongs to one subgraph; what many define alike is @shareable everywhere.',
  SCHEMA_NULLABLE:
    'What a plugin gives to a type of core, and what leads to one, can fail on its own: the plugin is down, or the entity is gone. A null takes no more with it than itself; a "!" takes the whole parent, which is core’s.',
  SCHEMA_LOOSENS:
    'A plugin may tighten what core protects, never loosen it. Where it resolves a field of core too (@shareable), or in place of core (@override), its @role asks at least for the role and the scopes that core asks for: who is asked is the choice of the gateway, not of the caller.',
  SCHEMA_BREAKS:
    'Something that clients may ask for goes away. Gateways record which operations are asked (names and fields, never values) for 30 days: where one of them would not fit any more, it is an error that names it; else a warning. Mark what is to go @deprecated, and take it away when nobody asks for it.',
  PLUGIN_OPERATIONS:
    'A plugin asks the graph by itself only what `graph.operations` of its definePlugin declares. Each of these fits core and the active plugins, or the handler that asks it would fail every time. What others change later must not break it: that is SCHEMA_BREAKS for them.',
  SDK_VERSION:
    'A plugin runs on the SDK that core runs on, or on the minor version before it. So teams have one release of time to follow.',
};

/** Title and explanation of a finding's code; undefined for an unknown code. */
export function explanationOf(code: string): string | undefined {
  const rule = checklist.find((each) => each.code === code);
  if (rule) return `${rule.title}\n\n${rule.explain}`;
  return Object.hasOwn(others, code) ? others[code as CheckCode] : undefined;
}
