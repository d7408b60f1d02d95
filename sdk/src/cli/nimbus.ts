import { VaultError } from '../kernel/index.ts';
import type { Verb } from './verb.ts';

const misuse = 2;

const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  start: async () => (await import('./start.ts')).start,
  new: async () => (await import('./new.ts')).newPlugin,
  add: async () => (await import('./add.ts')).add,
  dev: async () => (await import('./dev.ts')).dev,
  serve: async () => (await import('./serve.ts')).serve,
  gateway: async () => (await import('./gateway.ts')).gateway,
  check: async () => (await import('./check.ts')).check,
  config: async () => (await import('./config.ts')).config,
  doctor: async () => (await import('./doctor.ts')).doctor,
  explain: async () => (await import('./explain.ts')).explain,
  publish: async () => (await import('./publish.ts')).publish,
  documents: async () => (await import('./documents.ts')).documents,
  activate: async () => (await import('./activate.ts')).activate,
  deactivate: async () => (await import('./deactivate.ts')).deactivate,
  registry: async () => (await import('./registry.ts')).registry,
  migrate: async () => (await import('./migrate.ts')).migrate,
  seed: async () => (await import('./seed.ts')).seed,
  token: async () => (await import('./token.ts')).token,
  keys: async () => (await import('./keys.ts')).keys,
  broker: async () => (await import('./broker.ts')).broker,
  org: async () => (await import('./org.ts')).org,
  saga: async () => (await import('./saga.ts')).saga,
  dlq: async () => (await import('./dlq.ts')).dlq,
  audit: async () => (await import('./audit.ts')).audit,
  hooks: async () => (await import('./hooks.ts')).hooks,
  schema: async () => (await import('./schema.ts')).schema,
  compose: async () => (await import('./compose.ts')).compose,
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') return printHelp();
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!load) return refuse(`There is no verb "${name}". The verbs are: ${Object.keys(verbs).join(', ')}.`);
  const verb = await load();
  if (args.includes('--help')) return print(`${verb.usage}\n\n${verb.summary}`);
  try {
    return await verb.run(args);
  } catch (error) {
    return explain(error, verb);
  }
}

async function printHelp(): Promise<number> {
  const loaded = await Promise.all(Object.values(verbs).map((load) => load()));
  const lines = loaded.map((verb) => `  ${verb.usage}\n      ${verb.summary}`);
  return print(`nimbus <verb> [arguments]\n\n${lines.join('\n')}`);
}

function explain(error: unknown, verb: Verb): number {
  if (isBadFlag(error)) return refuse(`${error.message}\nUsage: ${verb.usage}`);
  if (error instanceof VaultError) console.error(`${error.message} [${error.code}]`);
  else console.error(error);
  return 1;
}

function isBadFlag(error: unknown): error is Error {
  return (
    error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS_')
  );
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function refuse(text: string): number {
  console.error(text);
  return misuse;
}

process.exitCode = await main(process.argv.slice(2));
