import { VaultError } from './errors.ts';
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

/** Every NATS subject of the platform. The org slug is always the second token, except in subjects that belong to no organization. */
export const subjects = {
  hook: (org: string, hook: string) => `vault.${parseOrgSlug(org)}.hook.${hook}`,
  hookOfAnyOrg: (hook: string) => `vault.*.hook.${hook}`,
  replaysBy: (plugin: string) => `vault.*.hook.replay.${plugin}.>`,
  sagasOfAnyOrg: (workflow: string) => `vault.*.saga.${workflow}.>`,
  sagas: (org: string) => `vault.${parseOrgSlug(org)}.saga.`,
  compensate: (org: string, workflow: string, step: string) =>
    `vault.${parseOrgSlug(org)}.saga.${workflow}.compensate.${step}`,
  saga: (org: string, workflow: string, status: string) =>
    `vault.${parseOrgSlug(org)}.saga.${workflow}.${status}`,
  step: (org: string, to: { plugin: string; point: string; direction: string; from: string }) =>
    `vault.${parseOrgSlug(org)}.step.${to.plugin}.${to.point}.${to.direction}.${to.from}`,
  stepsBy: (plugin: string) => `vault.*.step.*.*.*.${plugin}`,
  stepsOf: (plugin: string) => `vault.*.step.${plugin}.>`,
  reply: (org: string, to: { plugin: string; workflow: string; run: string; from: string }) =>
    `vault.${parseOrgSlug(org)}.reply.${to.plugin}.${to.workflow}.${to.run}.${to.from}`,
  repliesBy: (plugin: string) => `vault.*.reply.*.*.*.${plugin}`,
  repliesTo: (plugin: string) => `vault.*.reply.${plugin}.>`,
  ask: (org: string, hook: string) => `vault.${parseOrgSlug(org)}.ask.${hook}`,
  askOfAnyOrg: (hook: string) => `vault.*.ask.${hook}`,
  stepOfAnyPlugin: (point: string) => `vault.*.step.*.${point}.>`,
  operate: (org: string, plugin: string) => `vault.${parseOrgSlug(org)}.operate.${plugin}`,
  operationsOf: (plugin: string) => `vault.*.operate.${plugin}`,
  task: (org: string, plugin: string, task: string) => `vault.${parseOrgSlug(org)}.task.${plugin}.${task}`,
  tasksOf: (plugin: string) => `vault.*.task.${plugin}.>`,
  dlq: (org: string, plugin: string, topic: string) => `vault.${parseOrgSlug(org)}.dlq.${plugin}.${topic}`,
  deadLettersOf: (plugin: string) => `vault.*.dlq.${plugin}.>`,
  held: 'vault-streams.held',
  allHooks: 'vault.*.hook.>',
  allQuestions: 'vault.*.ask.>',
  allOperations: 'vault.*.operate.>',
  allTasks: 'vault.*.task.>',
  allSagas: 'vault.*.saga.>',
  allSteps: 'vault.*.step.>',
  allReplies: 'vault.*.reply.>',
  allDeadLetters: 'vault.*.dlq.>',
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
} as const;

/** The log of operators' actions on the whole vault: nobody else has access to its subject or its stream. */
export const vaultLog = { name: 'VAULT_AUDIT', subject: 'vault-audit' } as const;

/** The prefix of the names of core's hooks and questions, which no plugin may use. */
export const coreNamespaces = ['entity', 'document', 'user', 'organization', 'folder'] as const;

/** The names of core's workflows, which no plugin may use: core alone publishes messages about their runs. */
export const coreWorkflows: readonly string[] = [
  'create-organization',
  'create-user',
  'offboard-user',
  'change-user-role',
  'create-folder',
  'archive-folder',
  'restore-folder',
  'create-document',
  'update-document',
  'archive-document',
  'restore-document',
  'delete-document',
  'transfer-document',
];

/** The inbox of a process: the broker lets no other process receive its replies. */
export function inboxPrefixOf(name: string): string {
  return `_INBOX_${name.replaceAll(/\W/g, '_')}`;
}

/** The topic of a hook's or a task's subject: the name of that hook or task. */
export function topicOf(subject: string): string {
  const [, , kind, ...rest] = subject.split('.');
  const isReplay = kind === 'hook' && rest[0] === 'replay';
  return rest.slice(isReplay ? 2 : kind === 'hook' ? 0 : 1).join('.');
}

/** Returns the org slug in a subject of ours, or throws if there is none. */
export function orgOfSubject(subject: string): string {
  const [root, org] = subject.split('.');
  if (root === 'vault' && isOrgSlug(org)) return org;
  throw new VaultError('BAD_USER_INPUT', `The subject ${JSON.stringify(subject)} carries no org slug.`);
}

/** Returns the sender of a step or a reply, which the broker enforces, or undefined for messages that any plugin may send. */
export function senderOfSubject(subject: string): string | undefined {
  const [, , kind, ...rest] = subject.split('.');
  return kind === 'step' || kind === 'reply' ? (rest[3] ?? '') : undefined;
}
