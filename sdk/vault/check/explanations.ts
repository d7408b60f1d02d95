import { checklist } from './checklist.ts';
import type { CheckCode } from './source/finding.ts';

/** The checks beyond the files of a plugin. */
const others: Readonly<Partial<Record<CheckCode, string>>> = {
  PLUGIN_LOADS:
    'The plugin is loaded as its process would load it: it is TypeScript that Node can strip, its imports exist, and definePlugin accepts it. "nimbus schema <Name>" shows the same error.',
  MIGRATION_EDITED:
    'The checksum of the SQL that a migration ran is recorded with it. If the SQL is another now, databases that ran it differ from those that will: restore it, and make the change in a new migration. Layout, names in the code and the reversal (`down`) may change. `nimbus migrate` refuses to go on; a process that starts warns and serves.',
  MIGRATION_FAILED:
    'All migrations of the plugin run on the database of the vault on this machine, or on an empty one if none runs, in a schema that is rolled back. PostgreSQL’s reason is shown.',
  MIGRATION_MISSING:
    'Every query of an entity names all its columns. After all migrations ran, one of them does not exist: add a migration that makes it.',
  INDEX_MISSING:
    'Callers may sort a list by each field that its service calls sortable. Without an index that begins with the organization and has the column with the id behind it, in one direction, PostgreSQL sorts all rows of the organization for each page: the id orders rows with equal values. Columns between the organization and the column are fine where the plugin’s own query fixes them, such as a folder.',
  SCHEMA_COMMITTED:
    'Composition reads schema.graphql if the plugin does not run, and reviewers see changes in it. It is generated from schema.ts: "nimbus schema <Name> --out <file>".',
  TYPES_COMMITTED:
    'The compiler checks resolvers.ts against schema.types.ts: each resolver that the schema requires is there, with the right arguments and answers. It is generated from schema.ts and from the views of the bll: "nimbus schema <Name>" writes it, and so does a vault that runs here whenever one of them is saved.',
  SCHEMA_COMPOSES:
    'Core and the active plugins compose to one graph. The fault names the place in the printed schema and the remedy. A field belongs to one subgraph; a field that several subgraphs define is @shareable in each.',
  SCHEMA_NULLABLE:
    'A field that a plugin adds to a type of core, or that leads to one, can fail alone: the plugin is down, or the entity is gone. A nullable field loses only itself; a field with "!" loses the whole parent, which is core’s.',
  SCHEMA_LOOSENS:
    'A plugin may tighten what core protects, never loosen it. If it resolves a field of core too (@shareable), or in place of core (@override), its @role requires at least the role and the scopes that core requires: the gateway, not the caller, chooses the subgraph.',
  SCHEMA_FAILURES:
    'Every failure in the union of a mutation implements Failure. A client that selects "... on Failure { message }" shows the message of any of them, and of those that come later.',
  SCHEMA_NODES:
    'A type of the plugin with @key(fields: "id") implements Node: clients, such as Relay, fetch each of its objects again by node(id). A type with a composite key, or with a key other than its id, need not. A type of another plugin to which fields are added implements it there; if that plugin is not active here, write "extend type".',
  SCHEMA_BREAKS:
    'A field that clients may request is removed. Gateways record the operations (names and fields, never values) of 30 days: if one of them would become invalid, it is an error that names it; otherwise it is a warning. Mark the field @deprecated, and remove it when nobody requests it.',
  PLUGIN_OPERATIONS:
    'A plugin sends only the operations to the graph that `graph.operations` of its definePlugin declares. Each must be valid for core and the active plugins, or the handler that sends it would fail every time. Later changes of others must not break it: that is SCHEMA_BREAKS for them.',
  SDK_VERSION:
    'A plugin runs on the SDK version of core, or on the minor version before it. Therefore teams have one release of time to upgrade.',
};

/** Returns the title and explanation of a finding's code, or undefined for an unknown code. */
export function explanationOf(code: string): string | undefined {
  const rule = checklist.find((each) => each.code === code);
  if (rule) return `${rule.title}\n\n${rule.explain}`;
  return Object.hasOwn(others, code) ? others[code as CheckCode] : undefined;
}
