import {
  buckets,
  catchUpConsumers,
  coreNamespaces,
  coreWorkflows,
  inboxPrefixOf,
  streams,
  subjects,
  coreName,
} from '@nimbusvault/sdk/kernel';
import { documentTransfer, userOffboarding } from '@nimbusvault/sdk/internal';
import { gatewayUser } from '../ground/brokerNames.ts';

/** The subjects that a user may publish and subscribe to, with `*` and `>`. */
interface Permissions {
  readonly publish: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
  /** A request may be answered whatever its sender's inbox is. */
  readonly allow_responses: { readonly max: number; readonly expires: string };
}

const { hooks, tasks, steps } = streams;
const { manifests, ...ofGateways } = buckets;

/** The permissions of a subgraph, among `all` of them. Only core publishes core's subjects, and only core sends operations to the others. */
export function subgraphPermissions(name: string, all: readonly string[]): Permissions {
  const own = [
    subjects.allHooks,
    subjects.allQuestions,
    subjects.stepsBy(name),
    subjects.repliesBy(name),
    subjects.allSagas,
    subjects.held,
    subjects.tasksOf(name),
    subjects.deadLettersOf(name),
    `$KV.${buckets.registry}.release.${name}.>`,
    `$KV.${buckets.registry}.instance.${name}.>`,
    `$KV.${manifests}.${name}`,
  ];
  const rights = [
    ...Object.values(streams).flatMap((stream) => looksAt(stream.name)),
    ...consumersOf(name),
    ...bucketRights(manifests),
    ...bucketRights(buckets.registry),
  ];
  const isCore = name === coreName;
  return permissions(name, {
    publish: [...own, ...rights, ...(isCore ? ofCoreAlone() : [])],
    never: [
      ...all.filter((other) => other !== name).map(subjects.replaysBy),
      ...(isCore ? [] : saidByCore()),
    ],
    subscribe: [subjects.operationsOf(name), subjects.allQuestions, ...(isCore ? [subjects.held] : [])],
  });
}

/** Core sends operations to the others, says whose access has ended, and checks for the others whether a stream still holds a message. */
function ofCoreAlone(): readonly string[] {
  return [
    subjects.allOperations,
    `$KV.${buckets.registry}.revoked.>`,
    ...Object.values(streams).map(({ name }) => readsMessagesOf(name)),
  ];
}

/** Hooks, questions, steps of core's own points, and the progress of its runs. */
function saidByCore(): readonly string[] {
  return [
    ...coreNamespaces.flatMap((name) => [
      subjects.hookOfAnyOrg(`${name}.>`),
      subjects.askOfAnyOrg(`${name}.>`),
    ]),
    ...coreWorkflows.map(subjects.sagasOfAnyOrg),
    ...[userOffboarding, documentTransfer].map(({ name }) => subjects.stepOfAnyPlugin(name)),
  ];
}

/** The gateway publishes its state and its decisions, and receives no hook, task or step. */
export function gatewayPermissions(): Permissions {
  const names = Object.values(ofGateways);
  const written = names.map((bucket) => `$KV.${bucket}.>`);
  return permissions(gatewayUser, {
    publish: [...written, ...names.flatMap(bucketRights)],
    never: [],
    subscribe: [],
  });
}

interface Rights {
  readonly publish: readonly string[];
  /** The subjects that are forbidden, whatever `publish` allows. */
  readonly never: readonly string[];
  readonly subscribe: readonly string[];
}

function permissions(user: string, { publish, never, subscribe }: Rights): Permissions {
  return {
    publish: { allow: ['$JS.API.INFO', '$JS.FC.>', ...publish], deny: never },
    subscribe: { allow: [`${inboxPrefixOf(user)}.>`, ...subscribe] },
    allow_responses: { max: 1_000, expires: '1m' },
  };
}

/** Creates a missing stream, and inspects it; only the operator may change or purge a stream. */
function looksAt(stream: string): readonly string[] {
  return ['CREATE', 'INFO'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`);
}

/** Any of its messages, whatever the recipient. */
function readsMessagesOf(stream: string): string {
  return `$JS.API.STREAM.MSG.GET.${stream}`;
}

/** Its own durable consumers, each with its one permitted filter. */
function consumersOf(name: string): readonly string[] {
  const ofHooks = [name, ...catchUpConsumers(name)];
  const all = [
    ...ofHooks.map((durable) => ({ stream: hooks.name, durable, filter: subjects.allHooks })),
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
    ...looksAt(stream),
    readsMessagesOf(stream),
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.>`,
    `$JS.API.CONSUMER.DELETE.${stream}.>`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
  ];
}
