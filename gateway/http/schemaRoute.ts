import { sha256 } from '@nimbusvault/runtime/registry';
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

/**
 * `/schema.graphql`: it requires a token unless everyone may see the schema. It has an ETag; answers that depend on their caller
 * have none, and are not stored.
 */
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
    handler: async ({ headers }, reply) => {
      const text = apiSchema();
      const etag = `"${sha256(text)}"`;
      reply.headers({ etag, 'cache-control': 'private, no-cache' }); // whoever keeps it asks, with a token, whether it is still valid
      if (isAmong(headers['if-none-match'], etag)) return reply.code(304).send();
      return reply.type('text/plain; charset=utf-8').send(text);
    },
  });
}

/** True if the client has the answer with this ETag; proxies weaken one. */
function isAmong(known: string | undefined, etag: string): boolean {
  const tags = known?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag);
}
