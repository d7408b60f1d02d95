import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { BaseSettings } from '@nimbusvault/sdk/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { replyNotFound } from './errorReplies.ts';

const builtExplorer = fileURLToPath(new URL('../explorer/dist', import.meta.url));

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Nothing leaves the machine, not even the image previews that GraphiQL offers for URLs in an answer; and no other page may show these in a frame. */
const onlyHere = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

const beingBuilt = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta http-equiv="refresh" content="2">
  <title>NimbusVault explorer</title>
  <body style="font-family: sans-serif; margin: 4rem">
    <h1>The explorer is being built</h1>
    <p>This page reloads automatically. GraphQL already answers at <code>/graphql</code>.</p>
  </body>
</html>
`;

/** The setup data of the explorer, and the origins that may embed it besides those of this machine. */
interface ExplorerParts {
  readonly developmentToken: string | undefined;
  readonly cors: BaseSettings['cors'];
}

/** Serves the explorer at `/`, from the files of its build, and its setup data at `/explorer.json`. */
export async function registerExplorer(app: FastifyInstance, parts: ExplorerParts): Promise<void> {
  await app.register(async (pages) => {
    pages.setErrorHandler(refuseFile);
    pages.addHook('onSend', async (_, reply) => void reply.headers(onlyHere));
    pages.get('/explorer.json', async ({ host }, reply) => {
      const token = isTrusted(host, parts) ? (parts.developmentToken ?? null) : null;
      return reply.header('cache-control', 'no-store').send({ token, endpoint: '/graphql' });
    });
    pages.get('/', async (_, reply) =>
      existsSync(`${builtExplorer}/index.html`)
        ? reply.sendFile('index.html')
        : reply.header('cache-control', 'no-store').type('text/html').send(beingBuilt),
    );
    await pages.register(fastifyStatic, { root: builtExplorer, index: false });
  });
}

/** The static files refuse odd paths with 400 or 403, depending on whether the explorer is built: none of them exists. */
function refuseFile(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if ((error.statusCode ?? 500) >= 500) throw error; // for the handler of all routes
  return replyNotFound(request, reply);
}

/** Any page can point its own host name at this machine (DNS rebinding) and would get the token under that name. */
function isTrusted(host: string, { cors }: ExplorerParts): boolean {
  const url = `http://${host}`;
  if (!URL.canParse(url)) return false;
  const known = cors.origins.filter((origin) => URL.canParse(origin)).map((origin) => new URL(origin).host);
  return localHosts.includes(new URL(url).hostname) || known.includes(host);
}
