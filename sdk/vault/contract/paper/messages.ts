import { z } from 'zod';
import { buckets, coreName, operationSchema, subjects } from '@nimbusvault/sdk/kernel';
import {
  commandSchema,
  coreHooks,
  documentTransfer,
  hookType,
  pluginConfigured,
  replySchema,
  stuckRun,
  userOffboarding,
} from '@nimbusvault/sdk/internal';
import {
  answerBody,
  assertionClaims,
  consumerWish,
  entrySchemas,
  heldQuestion,
  manifest,
  slugs,
} from '@nimbusvault/runtime/contract';
import { deadLetter } from './deadLetter.ts';

/** A message of the contract: its address with parameters in braces, its sender, and its payload. */
export interface ContractMessage {
  readonly name: string;
  readonly summary: string;
  readonly address: string;
  /** Whether a plugin sends or receives it. */
  readonly does: 'send' | 'receive';
  /** Whether it has the attributes of CloudEvents in its headers. */
  readonly hasEnvelope: boolean;
  readonly payload: z.ZodType;
}

const marks = { org: 'org-slug', plugin: 'PLUGIN', workflow: 'workflow-name', run: 'RUN', id: 'ID' } as const;
const { org, plugin, workflow, run, id } = marks;

/** The address of a subject that was made of the marks. */
function addressOf(subject: string): string {
  return subject
    .replace(org, '{org}')
    .replaceAll(plugin, '{plugin}')
    .replace(workflow, '{workflow}')
    .replace(run, '{run}')
    .replace(id, '{id}');
}

const hooks: readonly ContractMessage[] = coreHooks.map((hook) => {
  const isTold = 'payload' in hook;
  return {
    name: hookType(hook.name, hook.version),
    summary: isTold ? 'A hook of core.' : `A question of core; the answer is due within ${hook.timeout} ms.`,
    address: addressOf((isTold ? subjects.hook : subjects.ask)(org, coreName, hook.name)),
    does: 'receive',
    hasEnvelope: true,
    payload: isTold ? hook.payload : hook.question,
  };
});

const steps: readonly ContractMessage[] = [userOffboarding, documentTransfer].flatMap((point) =>
  (['forward', 'rollback'] as const).map((direction) => ({
    name: `step.${point.name}.${direction}.v${point.version}`,
    summary: `A command to a participant of "${point.name}".`,
    address: addressOf(subjects.step(org, { plugin, point: point.name, direction, from: coreName })),
    does: 'receive' as const,
    hasEnvelope: true,
    payload: commandSchema.extend({ payload: point.payload }),
  })),
);

const answers: readonly ContractMessage[] = [
  {
    name: 'reply',
    summary: 'The answer of a participant to a command.',
    address: addressOf(subjects.reply(org, { plugin: coreName, workflow, run, from: plugin })),
    does: 'send',
    hasEnvelope: true,
    payload: replySchema,
  },
  {
    name: 'dead-letter.v1',
    summary: 'A handler has failed for the last time with an event.',
    address: addressOf(subjects.dlq(org, plugin, 'TOPIC')).replace('TOPIC', '{hook}'),
    does: 'send',
    hasEnvelope: true,
    payload: deadLetter,
  },
  {
    name: 'saga.stuck',
    summary: "A run of the plugin's own workflow is stuck.",
    address: addressOf(subjects.saga(org, plugin, { workflow, status: 'stuck' })),
    does: 'send',
    hasEnvelope: true,
    payload: stuckRun,
  },
  {
    name: hookType(pluginConfigured.name, pluginConfigured.version),
    summary: 'An admin has changed settings of the organization: the names of the fields, for the audit log.',
    address: addressOf(subjects.hook(org, plugin, pluginConfigured.name)),
    does: 'send',
    hasEnvelope: true,
    payload: pluginConfigured.payload,
  },
  {
    name: 'answer',
    summary: 'The answer to a question.',
    address: addressOf(subjects.answer(org, { to: coreName, from: plugin, id })),
    does: 'send',
    hasEnvelope: false,
    payload: answerBody,
  },
  {
    name: 'operate',
    summary: "An operator's command, by way of core.",
    address: addressOf(subjects.operate(org, { to: plugin, from: coreName })),
    does: 'receive',
    hasEnvelope: false,
    payload: operationSchema,
  },
];

const requests: readonly ContractMessage[] = [
  {
    name: 'core.consumer',
    summary: 'A request to core for a consumer.',
    address: addressOf(subjects.coreRequest('consumer', plugin)),
    does: 'send',
    hasEnvelope: false,
    payload: consumerWish,
  },
  {
    name: 'core.held',
    summary: 'A question to core about a message that a stream took.',
    address: addressOf(subjects.coreRequest('held', plugin)),
    does: 'send',
    hasEnvelope: false,
    payload: heldQuestion,
  },
  {
    name: 'core.answer',
    summary: 'The answer of core to one of both.',
    address: addressOf(subjects.coreAnswer(plugin, id)),
    does: 'receive',
    hasEnvelope: false,
    payload: z.boolean(),
  },
];

const entries: readonly ContractMessage[] = [
  ['release', 'The description of a plugin that runs.', `$KV.vault-registry.release.{plugin}.{hash}`],
  ['instance', 'A process that runs, renewed every 2 s.', `$KV.vault-registry.instance.{plugin}.{id}`],
].map(([name = '', summary = '', address = '']) => ({
  name,
  summary,
  address,
  does: 'send',
  hasEnvelope: false,
  payload: entrySchemas[name as 'release' | 'instance'],
}));

const announcement: ContractMessage = {
  name: 'manifest',
  summary: 'The questions that a plugin answers, and the points that it takes part in.',
  address: `$KV.vault-manifests.{plugin}`,
  does: 'send',
  hasEnvelope: false,
  payload: manifest,
};

const organizations: ContractMessage = {
  name: 'organizations',
  summary: 'The slugs of the organizations whose SHA-256 begins with the byte of the key.',
  address: `$KV.${buckets.organizations}.{shard}`,
  does: 'receive',
  hasEnvelope: false,
  payload: slugs,
};

/** All messages between a plugin, core and the registry. */
export const contractMessages: readonly ContractMessage[] = [
  ...hooks,
  ...steps,
  ...answers,
  ...requests,
  ...entries,
  announcement,
  organizations,
];

/** The claims of an assertion beside iss, aud, iat and exp. */
export const claimsSchema: z.ZodType = assertionClaims;
