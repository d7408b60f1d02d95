/** The users of a vault's broker: core, two plugins, and the gateway. */
export const users = ['Core', 'Bookmarks', 'Labels', 'gateway'] as const;

export type User = (typeof users)[number];

/** A subject, and the users that may publish and subscribe to it; nobody by default. */
interface Rights {
  readonly publish?: readonly User[];
  readonly subscribe?: readonly User[];
}

const run = '0123';
const id = '00000000-0000-4000-8000-000000000001';
const plugins = ['Core', 'Bookmarks', 'Labels'] as const;

/** The rights of each plugin at what is its own. */
const ofPlugin = (plugin: (typeof plugins)[number], other: User): Readonly<Record<string, Rights>> => ({
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
});

/** Subjects that belong to no plugin, or to none any more: earlier versions sent there without a sender. */
const others: Readonly<Record<string, Rights>> = {
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

/** The whole matrix: every subject, and who may do what with it. */
export const matrix: Readonly<Record<string, Rights>> = Object.assign(
  {},
  ofPlugin('Core', 'Bookmarks'),
  ofPlugin('Bookmarks', 'Labels'),
  ofPlugin('Labels', 'Core'),
  others,
);
