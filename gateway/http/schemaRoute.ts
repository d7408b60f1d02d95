import { VaultError } from '@nimbusvault/sdk/kernel';
import type { FastifyInstance } from 'fastify';
import type { ShowsSchemaTo } from './graphqlRoute.ts';
import type { Identify } from './identity.ts';

/** The served schema, as SDL, and the callers who may see it. */
interface SchemaParts {
  readonly apiSchema: () => string;
  readonly identify: Identify;
  readonly showsSchemaTo: ShowsSchemaTo;
}

/** `/schema.graphql`: it requires a token unless everyone may see the schema. */
export function registerSchema(
  app: FastifyInstance,
  { apiSchema, identify, showsSchemaTo }: SchemaParts,
): void {
  app.get('/schema.graphql', {
    async onRequest({ headers }) {
      if (showsSchemaTo(null) || showsSchemaTo(await identify(headers.authorization))) return;
      const message =
        'This token may not read the schema. Use a token that Base.graphql.introspection allows: by default, one with the role admin.';
      throw new VaultError('FORBIDDEN', message);
    },
    handler: async (_, reply) => reply.type('text/plain; charset=utf-8').send(apiSchema()),
  });
}
