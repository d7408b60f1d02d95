import type { z } from 'zod';
import { refuseOtherOrg, VaultError, type Reply, type HostedVault, type Vault } from '../kernel/index.ts';
import { hookType, refuseHookName, refuseOtherOwner, type HookHandler, type Owned } from './defineHook.ts';
import { refuseTooLarge } from './outbox.ts';

const usualTimeoutMs = 1_000;
const longestTimeoutMs = 10_000;

/** The reason against an action, for people to read, and the plugin that objects. */
export interface Objection {
  readonly plugin: string;
  readonly message: string;
}

/** The definition of a question: its payload, and the meaning of no answer. */
interface AskDefinition<Question extends z.ZodType = z.ZodType> extends Owned {
  readonly question: Question;
  /** How long the asker waits, in milliseconds, with its transaction open: 1000 unless given, at most 10000. */
  readonly timeout?: number;
  /** The answer assumed for a plugin that is down, slow or broken: it allows, or it refuses. */
  readonly onTimeout: 'allow' | 'refuse';
}

/** A hook that is asked before something happens: each plugin that answers may object. */
export interface AskHook<Question extends z.ZodType = z.ZodType>
  extends Owned, Required<Omit<AskDefinition<Question>, 'owner'>> {
  readonly name: string;
  readonly version: number;
  /** Asks every plugin that answers this hook; without an objection the work may continue. Throws outside a workflow or hook handler. */
  ask(question: z.input<Question>, vault: Vault): Promise<readonly Objection[]>;
}

/** A plugin's answer to a question. `name` is the question's, with its version: a plugin has one answer per question. */
export interface AnswerHandler {
  readonly hook: Pick<AskHook, 'name' | 'version' | 'timeout' | 'owner'>;
  readonly name: string;
  answer(question: unknown, vault: Vault): Promise<unknown>;
}

/** Declares a hook that is asked, named in lower case words joined by `.`; a changed question gets a new version. */
export function defineAsk<Question extends z.ZodType>(
  name: string,
  version: number,
  { question, timeout = usualTimeoutMs, onTimeout, owner }: AskDefinition<Question>,
): AskHook<Question> {
  refuseHookName(name);
  refuseTimeout(name, timeout);
  const type = hookType(name, version);
  const ask = async (value: z.input<Question>, vault: HostedVault): Promise<readonly Objection[]> => {
    refuseOutsideTransaction(type, vault);
    refuseOtherOwner({ name, owner }, vault.plugin);
    refuseOtherOrg(`${type} was asked`, vault);
    const data = question.parse(value);
    refuseTooLarge({ type, data });
    const replies = (await vault.ask?.({ hook: name, type, data, timeout }, vault)) ?? nobodyReached(vault);
    return replies.flatMap((reply) => objectionsIn(reply, { type, onTimeout }, vault));
  };
  return Object.freeze({ name, version, question, timeout, onTimeout, owner, ask });
}

/** Answers a question: the handler reads, and returns an objection or nothing. It cannot write or fire hooks. */
export function answer<Question extends z.ZodType>(
  hook: AskHook<Question>,
  handler: (
    question: z.output<Question>,
    vault: Vault,
  ) => Promise<{ readonly message: string } | null | void>,
): AnswerHandler {
  const { name, version, timeout, owner } = hook;
  return Object.freeze({
    hook: { name, version, timeout, owner },
    name: hookType(name, version),
    answer: (question: unknown, vault: Vault) => handler(hook.question.parse(question), vault),
  });
}

/** Returns true for a question's handler, false for a hook's. */
export function isAnswer(handler: HookHandler | AnswerHandler): handler is AnswerHandler {
  return 'answer' in handler;
}

function refuseTimeout(name: string, timeout: number): void {
  if (Number.isInteger(timeout) && timeout > 0 && timeout <= longestTimeoutMs) return;
  throw new VaultError(
    'PLUGIN_INVALID',
    `The timeout of "${name}" must be a whole number of milliseconds from 1 to ${longestTimeoutMs}; got ${timeout}.`,
  );
}

function refuseOutsideTransaction(type: string, vault: HostedVault): void {
  if (vault.transaction) return;
  throw new VaultError(
    'HOOK_OUTSIDE_TRANSACTION',
    `${type} was asked outside a workflow step or hook handler. Ask in a step, which an objection can stop.`,
  );
}

function nobodyReached({ plugin }: Vault): readonly Reply[] {
  return [{ plugin, fault: 'cannot reach the other plugins' }];
}

function objectionsIn(
  reply: Reply,
  { type, onTimeout }: { type: string } & Pick<AskDefinition, 'onTimeout'>,
  { org, log }: Vault,
): readonly Objection[] {
  const { plugin } = reply;
  if (!('fault' in reply)) return reply.objection === null ? [] : [{ plugin, message: reply.objection }];
  log.warn({ org, hook: type, plugin, onTimeout }, `a question was not answered: ${plugin} ${reply.fault}`);
  if (onTimeout === 'allow') return [];
  const message = `${plugin} ${reply.fault}, and its answer is required. Nothing was done. Try again in a moment.`;
  return [{ plugin, message }];
}
