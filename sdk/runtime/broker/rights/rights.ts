/** The users of a vault's broker: core, two plugins, and the gateway. */
export const users = ['Core', 'Bookmarks', 'Labels', 'gateway'] as const;

export type User = (typeof users)[number];

/** A subject, and the users that may publish and subscribe to it; nobody by default. */
interface Rights {
  readonly publish?: readonly User[];
  readonly subscribe?: readonly User[];
}

type Matrix = Readonly<Record<string, Rights>>;

const run = '0123';
const id = '00000000-0000-4000-8000-000000000001';
const plugins = ['Core', 'Bookmarks', 'Labels'] as const;

/** The rights of each plugin at what is its own. */
const ofPlugin = (plugin: (typeof plugins)[number], other: User): Matrix => ({
  [`vault.acme.hook.${plugin}.thing.changed`]: { publish: [plugin] },
  [`vault.acme.hook.${plugin}.replay.entity.archived`]: { publish: [plugin] },
  [`vault.acme.ask.${plugin}.thing.changing`]: { publish: [plugin], subscribe: [...plugins] },
  [`vault.acme.answer.${other}.${plugin}.${id}`]: { publish: [plugin], subscribe: [other] },
  [`vault.acme.step.${other}.moving.forward.${plugin}`]: { publish: [plugin] },
  [`vault.acme.reply.${other}.moving.${run}.${plugin}`]: { publish: [plugin] },
  [`vault.acme.saga.${plugin}.move-all.completed`]: { publish: [plugin] },
  [`vault.acme.saga.${plugin}.move-all.compensate.move`]: { publish: [plugin] },
  [`vault.acme.task.${plugin}.reindex`]: { publish: [plugin] },
  [`vault.acme.dlq.${plugin}.thing.changed`]: { publish: [plugin] },
  [`vault.acme.operate.${plugin}.Core`]: { publish: ['Core'], subscribe: [plugin] },
  [`vault.acme.operate.${plugin}.${other}`]:
    other === 'Core' ? { publish: ['Core'], subscribe: [plugin] } : {},
  [`vault-core.held.${plugin}`]: { publish: [plugin], subscribe: ['Core'] },
  [`vault-core.consumer.${plugin}`]: { publish: [plugin], subscribe: ['Core'] },
  [`vault-core-answer.${plugin}.${id}`]: {
    publish: ['Core'],
    ...(plugin !== 'Core' && { subscribe: [plugin] }),
  },
  [`_INBOX_${plugin}.1`]: { subscribe: [plugin] },
  [`$KV.vault-registry.release.${plugin}.${run}`]: { publish: [plugin, 'gateway'] },
  [`$KV.vault-registry.instance.${plugin}.${run}`]: { publish: [plugin] },
  [`$KV.vault-manifests.${plugin}`]: { publish: [plugin] },
  [`$KV.vault-positions.${plugin}`]: { publish: [plugin] },
});

/** Subjects that belong to no plugin, or to none any more: earlier versions sent there without a sender. */
const others: Matrix = {
  'vault.acme.hook.entity.archived': {},
  'vault.acme.hook.replay.Bookmarks.entity.archived': {},
  'vault.acme.ask.document.deleting': { subscribe: [...plugins] },
  'vault.acme.saga.offboard-user.completed': {},
  'vault.acme.operate.Bookmarks': {},
  'vault.acme.step.Labels.user-offboarding.forward.Core': { publish: ['Core'] },
  'vault.acme.step.Labels.user-offboarding.forward.Bookmarks': {},
  'vault.acme.step.Labels.moving.forward': {},
  'vault.acme.reply.Core.offboard-user.0123': {},
  'vault-streams.held': {},
  'vault-audit': {},
  '$KV.vault-registry.catalogue': { publish: ['gateway'] },
  '$KV.vault-registry.gateway.mine': { publish: ['gateway'] },
  '$KV.vault-registry.revoked.acme': { publish: ['Core', 'gateway'] },
  '$KV.vault-organizations.17': { publish: ['Core'] },
  '$KV.vault-supergraphs.0123': { publish: ['gateway'] },
  '$KV.vault-documents.0123': { publish: ['gateway'] },
  '$KV.vault-operations.0123': { publish: ['gateway'] },
  '_INBOX_gateway.1': { subscribe: ['gateway'] },
  'vault.*.hook.>': {},
  'vault.>': {},
  '$KV.>': {},
  '$JS.>': {},
  '>': {},
};

const made = ['VAULT_HOOKS', 'VAULT_TASKS', 'VAULT_SAGA', 'VAULT_STEPS', 'VAULT_DLQ'] as const;
const byAll = [
  'KV_vault-registry',
  'KV_vault-manifests',
  'KV_vault-positions',
  'KV_vault-organizations',
] as const;
const byGateways = ['KV_vault-documents', 'KV_vault-operations', 'KV_vault-supergraphs'] as const;

/** The requests about a stream: nobody but the operator changes, empties, deletes, copies or directly reads one, or lists its consumers. */
const ofStream = (stream: string, makers: readonly User[], readers: readonly User[]): Matrix => ({
  [`$JS.API.STREAM.CREATE.${stream}`]: { publish: makers },
  [`$JS.API.STREAM.UPDATE.${stream}`]: { publish: stream.startsWith('KV_') ? makers : [] },
  [`$JS.API.STREAM.MSG.GET.${stream}`]: { publish: readers },
  ...refused('STREAM', ['DELETE', 'PURGE', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE'], stream),
  ...refused('DIRECT', ['GET'], stream),
  ...refused('CONSUMER', ['NAMES', 'LIST'], stream),
  [`$JS.API.DIRECT.GET.${stream}.vault.acme.task.Core.reindex`]: {},
  [`$JS.API.CONSUMER.CREATE.${stream}`]: {},
  [`$JS.API.CONSUMER.CREATE.${stream}.Bookmarks`]: made.includes(stream as never)
    ? { publish: ['Core'] }
    : {},
  [`$JS.API.CONSUMER.CREATE.${stream}.Bookmarks.vault.*.hook.>`]: made.includes(stream as never)
    ? { publish: ['Core'] }
    : {},
  [`$JS.API.CONSUMER.DELETE.${stream}.Bookmarks`]: made.includes(stream as never)
    ? { publish: ['Core'] }
    : {},
  [`$JS.API.CONSUMER.DURABLE.CREATE.${stream}.Bookmarks`]: {},
});

function refused(noun: string, verbs: readonly string[], stream: string): Matrix {
  return Object.fromEntries(verbs.map((verb) => [`$JS.API.${noun}.${verb}.${stream}`, {}]));
}

/** The messages of a consumer are its plugin's. */
const ofConsumer = (stream: string, durable: string, plugin: User): Matrix => ({
  ...ofNoConsumer(stream, durable),
  [`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`]: { publish: [plugin] },
  [`$JS.API.CONSUMER.INFO.${stream}.${durable}`]: { publish: [plugin, 'Core'] },
  [`$JS.ACK.${stream}.${durable}.1.1.1.1.1`]: { publish: [plugin] },
});

const ofNoConsumer = (stream: string, durable: string): Matrix => ({
  [`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`]: {},
  [`$JS.API.CONSUMER.INFO.${stream}.${durable}`]: { publish: ['Core'] },
  [`$JS.ACK.${stream}.${durable}.1.1.1.1.1`]: {},
});

/** Core alone hears of dead letters and stuck runs. */
const reports: Matrix = Object.assign(
  {},
  ...['VAULT_DLQ', 'VAULT_SAGA'].flatMap((stream) => [
    ofConsumer(stream, 'Core', 'Core'),
    ofNoConsumer(stream, 'Bookmarks'),
  ]),
);

const streamApi: Matrix = Object.assign(
  {},
  ...made.map((stream) => ofStream(stream, ['Core'], ['Core'])),
  ...byAll.map((stream) =>
    ofStream(stream, stream === 'KV_vault-registry' ? ['Core', 'gateway'] : ['Core'], [
      ...plugins,
      ...(stream === 'KV_vault-registry' ? (['gateway'] as const) : []),
    ]),
  ),
  ...byGateways.map((stream) => ofStream(stream, ['gateway'], ['gateway'])),
  ofStream('VAULT_AUDIT', [], []),
  ofStream('MINE', [], []),
  ...plugins.flatMap((plugin) => [
    ofConsumer('VAULT_HOOKS', plugin, plugin),
    ofConsumer('VAULT_HOOKS', `${plugin}-oldest-7`, plugin),
    ofConsumer('VAULT_TASKS', plugin, plugin),
    ofConsumer('VAULT_STEPS', plugin, plugin),
    ofConsumer('VAULT_STEPS', `${plugin}-replies`, plugin),
  ]),
  { '$JS.API.STREAM.NAMES': {}, '$JS.API.STREAM.LIST': {}, '$JS.API.ACCOUNT.PURGE.x': {} },
);

/** The whole matrix: every subject, and who may do what with it. */
export const matrix: Matrix = Object.assign(
  {},
  ofPlugin('Core', 'Bookmarks'),
  ofPlugin('Bookmarks', 'Labels'),
  ofPlugin('Labels', 'Core'),
  others,
  streamApi,
  reports,
);
