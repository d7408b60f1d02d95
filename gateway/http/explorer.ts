import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const builtExplorer = fileURLToPath(new URL('../explorer/dist', import.meta.url));

const beingBuilt = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta http-equiv="refresh" content="2">
  <title>NimbusVault explorer</title>
  <body style="font-family: sans-serif; margin: 4rem">
    <h1>The explorer is being built</h1>
    <p>This page reloads by itself. GraphQL answers at <code>/graphql</code> already.</p>
  </body>
</html>
`;

/** The explorer at `/`, from the files of its build, and what it is filled with at `/explorer.json`. */
export async function registerExplorer(
  app: FastifyInstance,
  developmentToken: string | undefined,
): Promise<void> {
  app.get('/explorer.json', async () => ({ token: developmentToken ?? null, endpoint: '/graphql' }));
  app.get('/', async (_, reply) =>
    existsSync(`${builtExplorer}/index.html`)
      ? reply.sendFile('index.html')
      : reply.header('cache-control', 'no-store').type('text/html').send(beingBuilt),
  );
  await app.register(fastifyStatic, { root: builtExplorer, index: false });
}
