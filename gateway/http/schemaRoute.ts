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

/** `/schema.graphql`: a token is asked for where not everybody may see it. */
export function registerSchema(
  app: FastifyInstance,
  { apiSchema, identify, showsSchemaTo }: SchemaParts,
): void {
  app.get('/schema.graphql', {
    async onRequest({ headers }) {
      if (showsSchemaTo(null) || showsSchemaTo(await identify(headers.authorization))) return;
      const message =
        'The schema is not shown to this token. Send one that Base.graphql.introspection lets see it: unless set otherwise, with the role admin.';
      throw new VaultError('FORBIDDEN', message);
    },
    handler: async (_, reply) => reply.type('text/plain; charset=utf-8').send(apiSchema()),
  });
}
