import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { coreSdl, pluginSdl, toggledSdl } from './sdls.ts';

const rootValue = { viewer: { id: '1', username: 'ada' } };
const schemas = new Map<string, GraphQLSchema>();
const number = Number(process.argv[2]);
serve('Core', coreSdl);
for (let index = 1; index < number; index += 1) serve(`P${index}`, pluginSdl(index));
serve('Toggled', toggledSdl(0));

/** One process simulates all subgraphs: `/<Name>/graphql`. A number sent to it changes the schema of Toggled. */
const server = createServer((request, response) => {
  const [, name = ''] = (request.url ?? '').split('/');
  const schema = schemas.get(name);
  if (!schema) {
    response.writeHead(404).end();
    return;
  }
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on(
    'end',
    () =>
      void answer(schema, body).then((text) =>
        response.setHeader('content-type', 'application/json').end(text),
      ),
  );
});

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
process.on('message', (toggle: number) => {
  serve('Toggled', toggledSdl(toggle));
  process.send?.('changed');
});
process.on('disconnect', () => process.exit(0));

async function answer(schema: GraphQLSchema, body: string): Promise<string> {
  const { query, variables } = JSON.parse(body || '{}') as {
    query: string;
    variables?: Record<string, unknown>;
  };
  return JSON.stringify(await graphql({ schema, source: query, variableValues: variables, rootValue }));
}

function serve(name: string, sdl: string): void {
  schemas.set(name, buildSubgraphSchema(parse(sdl)));
}
