import { Kind, parse, valueFromASTUntyped } from 'graphql';
import { z } from 'zod';
import { isScope, mostScopes, roles } from '@nimbusvault/sdk/kernel';

const graphAccess = z.object({
  role: z.enum(roles),
  scopes: z.array(z.string().refine(isScope)).max(mostScopes),
  operations: z.array(z.string()),
  forUser: z.array(z.string()).default([]), // older releases do not say it
});

/** The rights that a subgraph's SDL declares for the plugin's own operations: the documents, those that it sends for users, the role and the scopes. */
export type DeclaredAccess = z.infer<typeof graphAccess>;

/** Reads `@asksGraph`; returns undefined if a plugin declares no operation. */
export function readGraphAccess(sdl: string): DeclaredAccess | undefined {
  const extensions = parse(sdl).definitions.filter((node) => node.kind === Kind.SCHEMA_EXTENSION);
  const used = extensions.flatMap(({ directives = [] }) => directives);
  const directive = used.find(({ name }) => name.value === 'asksGraph');
  const said = directive?.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]);
  return said && graphAccess.safeParse(Object.fromEntries(said)).data;
}
