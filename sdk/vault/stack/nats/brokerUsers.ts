import {
  buckets,
  catchUpConsumers,
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
}

const { hooks, tasks, steps } = streams;
const { manifests, ...ofGateways } = buckets;

/** The permissions of a subgraph. Only core sends operations to the others and steps of its own points, and answers requests about the broker. */
export function subgraphPermissions(name: string): Permissions {
  const own = [
    subjects.hooksBy(name),
    subjects.questionsBy(name),
    subjects.answersBy(name),
    subjects.stepsBy(name),
    subjects.repliesBy(name),
    subjects.sagasBy(name),
    subjects.tasksOf(name),
    subjects.deadLettersOf(name),
    subjects.coreRequest('*', name),
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
  const heard = [subjects.operationsOf(name), subjects.allQuestions, subjects.answersTo(name)];
  return permissions(name, {
    publish: [...own, ...rights, ...(isCore ? ofCoreAlone() : [])],
    never: isCore ? [] : corePoints.map(subjects.stepsOfPoint),
    subscribe: [...heard, isCore ? subjects.coreRequest('*', '*') : subjects.coreAnswer(name, '*')],
  });
}

const corePoints = [userOffboarding, documentTransfer].map((point) => point.name);

/** Core sends operations to the others, says whose access has ended, and answers the others' requests about the streams. */
function ofCoreAlone(): readonly string[] {
  return [
    subjects.operationsBy(coreName),
    `$KV.${buckets.registry}.revoked.>`,
    subjects.coreAnswer('*', '*'),
    ...Object.values(streams).map(({ name }) => readsMessagesOf(name)),
  ];
}

/** The gateway publishes its state and its decisions, and receives no hook, task or step. */
export function gatewayPermissions(): Permissions {
  const { registry, ...wholly } = ofGateways;
  const names = Object.values(ofGateways);
  const written = [
    ...['catalogue', 'gateway.>', 'release.>', 'revoked.>'].map((key) => `$KV.${registry}.${key}`), // an instance announces itself
    ...Object.values(wholly).map((bucket) => `$KV.${bucket}.>`),
  ];
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
