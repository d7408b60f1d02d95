import { coreHooks } from '../../hooks/index.ts';
import { inboxPrefixOf, streams, subjects } from '../../kernel/index.ts';
import { coreName } from '../../supergraph/index.ts';

/** Who the processes are to the broker, beside the subgraphs, each of which is its own user. */
export const gatewayUser = 'gateway';
/** The supervisor and the command line: they may do everything. */
export const operatorUser = 'nimbus';

/** What a user may publish and subscribe to: subjects, with `*` and `>`. */
export interface Permissions {
  readonly publish: { readonly allow: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
  /** Whoever asked is answered, wherever its inbox is. */
  readonly allow_responses: { readonly max: number; readonly expires: string };
}

const { hooks, tasks, steps } = streams;
const buckets = ['registry', 'operations', 'supergraphs', 'documents'].map((name) => `vault-${name}`);

/** What a subgraph may say and hear. Only core fires hooks, asks, sends steps and has others operate. */
export function subgraphPermissions(name: string): Permissions {
  const own = [
    subjects.replaysBy(name),
    subjects.tasksOf(name),
    `vault.*.dlq.${name}.>`,
    subjects.allSagas,
    subjects.allReplies,
    `$KV.vault-registry.release.${name}.>`,
    `$KV.vault-registry.instance.${name}.>`,
    `$KV.vault-manifests.${name}`,
  ];
  const asCore = [subjects.allHooks, subjects.allSteps, 'vault.*.ask.>', 'vault.*.operate.>'];
  return permissions(name, {
    publish: [
      ...own,
      ...(name === coreName ? asCore : []),
      ...Object.values(streams).flatMap((stream) => readsOf(stream.name)),
      ...consumersOf(name),
      ...bucketRights('vault-manifests'),
      ...bucketRights('vault-registry'),
    ],
    subscribe: [subjects.operationsOf(name), 'vault.*.ask.>'],
  });
}

/** The gateway writes what it serves and what was decided, and hears no hook, task or step. */
export function gatewayPermissions(): Permissions {
  const written = buckets.map((bucket) => `$KV.${bucket}.>`);
  return permissions(gatewayUser, { publish: [...written, ...buckets.flatMap(bucketRights)], subscribe: [] });
}

function permissions(
  user: string,
  { publish, subscribe }: { readonly publish: readonly string[]; readonly subscribe: readonly string[] },
): Permissions {
  return {
    publish: { allow: ['$JS.API.INFO', '$JS.FC.>', ...publish] },
    subscribe: { allow: [`${inboxPrefixOf(user)}.>`, ...subscribe] },
    allow_responses: { max: 1_000, expires: '1m' },
  };
}

/** Makes a stream that is missing, and looks at it; nobody but the operator changes or empties one. */
function readsOf(stream: string): readonly string[] {
  return ['CREATE', 'INFO', 'MSG.GET'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`);
}

/** Its own durable consumers, each with the one filter that it may have. */
function consumersOf(name: string): readonly string[] {
  const catchUps = coreHooks.map((hook) => `${name}-${`${hook.name}.v${hook.version}`.replaceAll('.', '_')}`);
  const all = [
    ...[name, ...catchUps].map((durable) => ({ stream: hooks.name, durable, filter: 'vault.*.hook.>' })),
    { stream: tasks.name, durable: name, filter: subjects.tasksOf(name) },
    { stream: steps.name, durable: name, filter: subjects.stepsOf(name) },
    { stream: steps.name, durable: `${name}-replies`, filter: subjects.repliesTo(name) },
  ];
  return all.flatMap(({ stream, durable, filter }) => [
    `$JS.API.CONSUMER.CREATE.${stream}.${durable}.${filter}`,
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
    `$JS.ACK.*.*.${stream}.${durable}.>`,
  ]);
}

/** Opens a bucket, reads it and follows it. */
function bucketRights(bucket: string): readonly string[] {
  const stream = `KV_${bucket}`;
  return [
    ...readsOf(stream),
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.>`,
    `$JS.API.CONSUMER.DELETE.${stream}.>`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
  ];
}
