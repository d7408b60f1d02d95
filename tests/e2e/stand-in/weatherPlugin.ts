import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNimbus } from '../../support/runNimbus.ts';

export const weather = 'plugin-subgraphs/Weather';

const files = {
  'Weather.ts': `import { definePlugin, gql, readJson, settingsOf } from '@nimbusvault/sdk';
import { z } from 'zod';

const settings = z.strictObject({ vendor: z.object({ urls: z.array(z.url()) }) });

export const Weather = definePlugin({
  name: 'Weather',
  settings,
  standIn: './standIn/server.ts',
  typeDefs: gql\`type Query { weather(town: String!): String }\`,
  resolvers: {
    Query: {
      async weather(_, { town }, vault) {
        const { vendor } = settingsOf<typeof settings>(vault);
        const response = await vault.http.fetch(\`\${vendor.urls[0]}/towns/\${town}\`);
        return (await readJson(response, z.object({ weather: z.string() }))).weather;
      },
    },
  },
});
`,
  'standIn/server.ts': `export const makeRoutes = () => ({ 'GET /towns/:town': ({ params }) => ({ weather: 'rain in ' + params.town }) });
`,
  'package.json': '{ "name": "weather", "version": "0.1.0", "type": "module" }',
};

function write(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(texts)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** A repository of a plugin like Weather, in a folder of its own. */
export async function makeClimate(folder: string): Promise<{ settingsFile: string; supergraphFile: string }> {
  const renamed = Object.entries(files).map(([file, text]) => [
    join('Climate', file.replace('Weather', 'Climate')),
    text.replaceAll('Weather', 'Climate').replaceAll('weather(', 'climate('),
  ]);
  const settings = { Base: { active_plugins: ['Climate'] }, Climate: { vendor: { urls: ['stand-in'] } } };
  const entry =
    'subgraphs:\n  Climate: { routing_url: "${env.CLIMATE_URL}", schema: { file: ./Climate/schema.graphql } }\n';
  write(folder, {
    ...Object.fromEntries(renamed),
    'vault-settings.json': JSON.stringify(settings),
    'supergraph.yaml': entry,
  });
  await runNimbus(['schema', 'Climate', '--out', 'Climate/schema.graphql'], { cwd: folder, env: {} });
  return {
    settingsFile: join(folder, 'vault-settings.json'),
    supergraphFile: join(folder, 'supergraph.yaml'),
  };
}

/** Adds a plugin with a stand-in to a copy of the repository. */
export async function addWeather(folder: string): Promise<void> {
  write(join(folder, weather), files);
  const entry = `  Weather:\n    routing_url: \${env.WEATHER_URL}\n    schema:\n      file: ./${weather}/schema.graphql\n`;
  appendFileSync(join(folder, 'supergraph.yaml'), entry);
  await runNimbus(['schema', 'Weather', '--out', `${weather}/schema.graphql`], { cwd: folder, env: {} });
}
