import { pluginNamePattern } from './baseSettings.ts';
import { VaultError } from './errors.ts';
import { coreName } from './settings.ts';
import { isOrgSlug, parseOrgSlug } from './tenant.ts';

const workflowName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const hookName = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

/** True for the name of a workflow, step or task: lower case words joined by `-`. */
export function isWorkName(name: string): boolean {
  return workflowName.test(name);
}

/** True for the name of a hook: lower case words joined by `.` or `-`. */
export function isHookName(name: string): boolean {
  return hookName.test(name);
}

/** The parties of a question or a command, and the id of the request that an answer is for. */
interface AnswerPath {
  readonly to: string;
  readonly from: string;
  readonly id: string;
}

/**
 * Every NATS subject of the platform. The org slug is always the second token, except in subjects that belong to no organization. Each
 * subject carries its sender, and the broker lets that sender alone publish there: `…By` is what a sender may publish.
 */
export const subjects = {
  hook: (org: string, from: string, hook: string) => `vault.${parseOrgSlug(org)}.hook.${from}.${hook}`,
  hookOfAnyOrg: (from: string, hook: string) => `vault.*.hook.${from}.${hook}`,
  hooksBy: (plugin: string) => `vault.*.hook.${plugin}.>`,
  compensate: (org: string, from: string, { workflow, step }: { workflow: string; step: string }) =>
    `vault.${parseOrgSlug(org)}.saga.${from}.${workflow}.compensate.${step}`,
  saga: (org: string, from: string, { workflow, status }: { workflow: string; status: string }) =>
    `vault.${parseOrgSlug(org)}.saga.${from}.${workflow}.${status}`,
  sagas: (org: string, from: string) => `vault.${parseOrgSlug(org)}.saga.${from}.`,
  sagasBy: (plugin: string) => `vault.*.saga.${plugin}.>`,
  step: (org: string, to: { plugin: string; point: string; direction: string; from: string }) =>
    `vault.${parseOrgSlug(org)}.step.${to.plugin}.${to.point}.${to.direction}.${to.from}`,
  stepsBy: (plugin: string) => `vault.*.step.*.*.*.${plugin}`,
  stepsOf: (plugin: string) => `vault.*.step.${plugin}.>`,
  stepsOfPoint: (point: string) => `vault.*.step.*.${point}.>`,
  reply: (org: string, to: { plugin: string; workflow: string; run: string; from: string }) =>
    `vault.${parseOrgSlug(org)}.reply.${to.plugin}.${to.workflow}.${to.run}.${to.from}`,
  repliesBy: (plugin: string) => `vault.*.reply.*.*.*.${plugin}`,
  repliesTo: (plugin: string) => `vault.*.reply.${plugin}.>`,
  ask: (org: string, from: string, hook: string) => `vault.${parseOrgSlug(org)}.ask.${from}.${hook}`,
  askOfAnyOrg: (from: string, hook: string) => `vault.*.ask.${from}.${hook}`,
  questionsBy: (plugin: string) => `vault.*.ask.${plugin}.>`,
  operate: (org: string, { to, from }: Omit<AnswerPath, 'id'>) =>
    `vault.${parseOrgSlug(org)}.operate.${to}.${from}`,
  operationsBy: (plugin: string) => `vault.*.operate.*.${plugin}`,
  operationsOf: (plugin: string) => `vault.*.operate.${plugin}.${coreName}`,
  answer: (org: string, { to, from, id }: AnswerPath) =>
    `vault.${parseOrgSlug(org)}.answer.${to}.${from}.${id}`,
  answersBy: (plugin: string) => `vault.*.answer.*.${plugin}.*`,
  answersTo: (plugin: string) => `vault.*.answer.${plugin}.>`,
  task: (org: string, plugin: string, task: string) => `vault.${parseOrgSlug(org)}.task.${plugin}.${task}`,
  tasksOf: (plugin: string) => `vault.*.task.${plugin}.>`,
  dlq: (org: string, plugin: string, topic: string) => `vault.${parseOrgSlug(org)}.dlq.${plugin}.${topic}`,
  deadLettersOf: (plugin: string) => `vault.*.dlq.${plugin}.>`,
  /** Requests to core about the broker itself, which belong to no organization, and core's answers. */
  coreRequest: (service: string, from: string) => `vault-core.${service}.${from}`,
  coreAnswer: (to: string, id: string) => `vault-core-answer.${to}.${id}`,
  allHooks: 'vault.*.hook.>',
  allQuestions: 'vault.*.ask.>',
  allTasks: 'vault.*.task.>',
  allSagas: 'vault.*.saga.>',
  allSteps: 'vault.*.step.>',
  allReplies: 'vault.*.reply.>',
  allDeadLetters: 'vault.*.dlq.>',
  allStuckRuns: 'vault.*.saga.*.*.stuck',
  allChangesOfSettings: 'vault.*.hook.*.plugin.configured',
} as const;

/** The streams that carry messages between subgraphs: names and subjects. */
export const streams = {
  hooks: { name: 'VAULT_HOOKS', subjects: [subjects.allHooks] },
  tasks: { name: 'VAULT_TASKS', subjects: [subjects.allTasks] },
  saga: { name: 'VAULT_SAGA', subjects: [subjects.allSagas] },
  steps: { name: 'VAULT_STEPS', subjects: [subjects.allSteps, subjects.allReplies] },
  dlq: { name: 'VAULT_DLQ', subjects: [subjects.allDeadLetters] },
} as const;

/** The key-value buckets of the broker. */
export const buckets = {
  registry: 'vault-registry',
  operations: 'vault-operations',
  documents: 'vault-documents',
  supergraphs: 'vault-supergraphs',
  manifests: 'vault-manifests',
  positions: 'vault-positions',
  organizations: 'vault-organizations',
} as const;

/** The log of operators' actions on the whole vault: nobody else has access to its subject or its stream. */
export const vaultLog = { name: 'VAULT_AUDIT', subject: 'vault-audit' } as const;

/** The first words of the names of core's hooks and questions, which no plugin may use. */
export const coreNamespaces: readonly string[] = [
  'entity',
  'document',
  'user',
  'organization',
  'folder',
  'plugin',
];

/** The plugin that fires a hook: the one that it names, core for core's names, and otherwise `plugin`, which handles it. */
export function ownerOfHook(
  { name, owner }: { readonly name: string; readonly owner?: string | undefined },
  plugin: string,
): string {
  const [word = ''] = name.split('.');
  return coreNamespaces.includes(word) ? coreName : (owner ?? plugin);
}

/** The inbox of a process: the broker lets no other process receive its replies. */
export function inboxPrefixOf(name: string): string {
  return `_INBOX_${name.replaceAll(/\W/g, '_')}`;
}

/** The topic of a hook's or a task's subject: the name of that hook or task. */
export function topicOf(subject: string): string {
  const [, , , , ...topic] = subject.split('.');
  return (topic[0] === 'replay' ? topic.slice(1) : topic).join('.');
}

/** Returns the org slug in a subject of ours, or throws if there is none. */
export function orgOfSubject(subject: string): string {
  const [root, org] = subject.split('.');
  if (root === 'vault' && isOrgSlug(org)) return org;
  throw new VaultError('BAD_USER_INPUT', `The subject ${JSON.stringify(subject)} carries no org slug.`);
}

/** The place of the sender in the subjects of a kind, counted in tokens. */
const senderAt = {
  hook: 3,
  saga: 3,
  dlq: 3,
  task: 3,
  ask: 3,
  operate: 4,
  answer: 4,
  step: 6,
  reply: 6,
} as const;

/** The kinds of subjects that a process receives. */
export type SubjectKind = keyof typeof senderAt;

/**
 * Returns the sender in a subject, which the broker enforces. Throws FORBIDDEN if the subject is of another kind: a sender can
 * have the broker deliver its own message elsewhere, and the message keeps the subject that it was published to.
 */
export function senderOfSubject(subject: string, kind: SubjectKind): string {
  const tokens = subject.split('.');
  const sender = tokens[senderAt[kind]];
  if (tokens[0] === 'vault' && tokens[2] === kind && sender !== undefined && pluginNamePattern.test(sender))
    return sender;
  throw new VaultError(
    'FORBIDDEN',
    `The message came with the subject ${JSON.stringify(subject)}, which names no sender of the kind "${kind}".`,
  );
}

/** True for a hook's subject with which a plugin repeats an event to itself. */
export function isReplay(subject: string): boolean {
  return subject.split('.')[4] === 'replay';
}

/**
 * The subject of a message that an earlier version put into the outbox of `plugin`: hooks and the progress of runs did not
 * carry their sender. Any other subject is returned as it is.
 */
export function readdressed(subject: string, plugin: string): string {
  const [root, org, kind, ...rest] = subject.split('.');
  const [first = '', ...others] = rest;
  if ((kind !== 'hook' && kind !== 'saga') || pluginNamePattern.test(first)) return subject;
  const topic = first === 'replay' && kind === 'hook' ? ['replay', ...others.slice(1)] : rest;
  return [root, org, kind, plugin, ...topic].join('.');
}
