import { binVerb } from './binVerb.ts';

const subgraphVerb = (name: string, usage: string, summary: string) =>
  binVerb({ usage: `nimbus ${name} ${usage}`, summary }, [name], () =>
    import.meta.resolve('@nimbusvault/runtime/bin'),
  );

export const serve = subgraphVerb(
  'serve',
  '<Name>',
  'Serves one subgraph; settings come from the environment.',
);

export const migrate = subgraphVerb(
  'migrate',
  '<Name>… [--seed]   (OWNER_DATABASE_URL; DATABASE_URL, or <NAME>_DATABASE_URL for each)',
  'Creates the schema and the runtime role of plugins and runs their migrations; safe to repeat.',
);

export const seed = subgraphVerb(
  'seed',
  '<Name>…   (DATABASE_URL, or <NAME>_DATABASE_URL for each)',
  'Inserts the missing rows of the development seed.',
);
