import { runVerbs, type Verbs } from '@nimbusvault/runtime/process';

const verbs: Verbs = {
  start: async () => (await import('./verbs/start.ts')).start,
  new: async () => (await import('./verbs/new.ts')).newPlugin,
  add: async () => (await import('./verbs/add.ts')).add,
  dev: async () => (await import('./verbs/dev.ts')).dev,
  serve: async () => (await import('./verbs/subgraphVerbs.ts')).serve,
  gateway: async () => (await import('./verbs/gateway.ts')).gateway,
  check: async () => (await import('./verbs/check.ts')).check,
  config: async () => (await import('./verbs/config.ts')).config,
  doctor: async () => (await import('./verbs/doctor.ts')).doctor,
  explain: async () => (await import('./verbs/explain.ts')).explain,
  publish: async () => (await import('./verbs/publish.ts')).publish,
  documents: async () => (await import('./verbs/documents.ts')).documents,
  activate: async () => (await import('./verbs/activate.ts')).activate,
  deactivate: async () => (await import('./verbs/deactivate.ts')).deactivate,
  registry: async () => (await import('./verbs/registry.ts')).registry,
  migrate: async () => (await import('./verbs/subgraphVerbs.ts')).migrate,
  seed: async () => (await import('./verbs/subgraphVerbs.ts')).seed,
  token: async () => (await import('./verbs/token.ts')).token,
  keys: async () => (await import('./verbs/keys.ts')).keys,
  broker: async () => (await import('./verbs/broker.ts')).broker,
  org: async () => (await import('./verbs/org.ts')).org,
  saga: async () => (await import('./verbs/saga.ts')).saga,
  dlq: async () => (await import('./verbs/dlq.ts')).dlq,
  audit: async () => (await import('./verbs/audit.ts')).audit,
  hooks: async () => (await import('./verbs/hooks.ts')).hooks,
  schema: async () => (await import('./verbs/schema.ts')).schema,
  contract: async () => (await import('./verbs/contract.ts')).contract,
  compose: async () => (await import('./verbs/compose.ts')).compose,
};

process.exitCode = await runVerbs('nimbus', verbs, process.argv.slice(2));
