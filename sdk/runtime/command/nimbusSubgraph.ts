import { runVerbs } from '../process/runVerbs.ts';

const verbs = {
  serve: async () => (await import('./serve.ts')).serve,
  migrate: async () => (await import('./migrate.ts')).migrate,
  seed: async () => (await import('./seed.ts')).seed,
  'stand-in': async () => (await import('./standIn.ts')).standIn,
  schema: async () => (await import('./schema.ts')).schema,
};

process.exitCode = await runVerbs('nimbus-subgraph', verbs, process.argv.slice(2));
