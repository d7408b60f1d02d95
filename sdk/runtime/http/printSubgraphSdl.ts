import { concatAST, Kind, print, visit, type FieldDefinitionNode, type StringValueNode } from 'graphql';
import { describeNeed, needOf, type Plugin } from '@nimbusvault/sdk/internal';

/**
 * The plugin's SDL as its authors wrote it, as composition reads it and as its committed schema.graphql holds it.
 * Composition drops `@role`; therefore a field's requirement is in its description too, where clients see it.
 */
export function printSubgraphSdl(plugin: Plugin): string {
  const typeDefs = visit(concatAST(plugin.typeDefs), { FieldDefinition: describeField });
  return `${print(typeDefs).trim()}\n`;
}

function describeField(field: FieldDefinitionNode): FieldDefinitionNode {
  const need = needOf(field);
  if (!need) return field;
  const own = field.description?.value.trim() ?? '';
  const value = [own, describeNeed(need)].filter(Boolean).join(own.includes('\n') ? '\n\n' : ' ');
  const description: StringValueNode = { kind: Kind.STRING, value, block: value.includes('\n') };
  return { ...field, description };
}
