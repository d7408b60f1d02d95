import { buckets, ownConsumers, inboxPrefixOf, streams, subjects, coreName } from '@nimbusvault/sdk/kernel';
import { documentTransfer, userOffboarding } from '@nimbusvault/sdk/internal';
import { gatewayUser } from '../ground/brokerNames.ts';

/** The subjects that a user may publish and subscribe to, with `*` and `>`. */
interface Permissions {
  readonly publish: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
}

const { manifests, positions, organizations, ...ofGateways } = buckets;

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
    `$KV.${positions}.${name}`,
  ];
  const rights = [
    ...Object.values(streams).map((stream) => `$JS.API.STREAM.INFO.${stream.name}`),
    ...consumersOf(name),
    ...[manifests, positions, organizations, buckets.registry].flatMap(readsBucket),
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

/** Core sends operations to the others, says whose access has ended and which organizations there are, and answers the others' requests about the streams. */
function ofCoreAlone(): readonly string[] {
  return [
    subjects.operationsBy(coreName),
    `$KV.${buckets.registry}.revoked.>`,
    `$KV.${organizations}.>`,
    subjects.coreAnswer('*', '*'),
    ...[manifests, positions, organizations, buckets.registry].flatMap(makesBucket),
    ...Object.values(streams).flatMap(({ name }) => [
      readsMessagesOf(name),
      `$JS.API.STREAM.CREATE.${name}`,
      ...['CREATE', 'INFO', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${name}.>`),
    ]),
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
    publish: [...written, ...names.flatMap((name) => [...readsBucket(name), ...makesBucket(name)])],
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
    publish: { allow: ['$JS.API.INFO', ...publish], deny: never },
    subscribe: { allow: [`${inboxPrefixOf(user)}.>`, ...subscribe] },
  };
}

/** Any of its messages, whatever the recipient. */
function readsMessagesOf(stream: string): string {
  return `$JS.API.STREAM.MSG.GET.${stream}`;
}

/** Its own durable consumers, which core makes. */
function consumersOf(name: string): readonly string[] {
  return ownConsumers(name).flatMap(({ stream, durable }) => [
    `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
    `$JS.ACK.${stream}.${durable}.>`,
    `$JS.ACK.*.*.${stream}.${durable}.>`,
  ]);
}

/** Reads a bucket, message by message: no watch, which is a consumer, and no direct read. */
function readsBucket(bucket: string): readonly string[] {
  const stream = `KV_${bucket}`;
  return [`$JS.API.STREAM.INFO.${stream}`, readsMessagesOf(stream)];
}

/** Makes a bucket that does not exist yet, or that an earlier version made. */
function makesBucket(bucket: string): readonly string[] {
  return ['CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.KV_${bucket}`);
}
