import { isAnswer, type AnswerHandler, type Delivery, type Plugin } from '@nimbusvault/sdk/internal';
import {
  derive,
  ownerOfHook,
  pauseTransaction,
  within,
  subjects,
  VaultError,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import { sendAnswer, sendFailure } from './questionReply.ts';
import type { Broker } from '../broker/broker.ts';
import type { Database } from '../database/database.ts';
import { tryToRead } from '../broker/envelope.ts';

const atOnce = 100;

/** The dependencies of answering. */
interface AnsweringOptions {
  readonly plugin: Plugin;
  readonly database: Database;
  readonly broker: Broker;
  readonly log: VaultLog;
}

/** Answers the plugin's questions until `signal` aborts, then finishes those in flight; subscribed when it returns. */
export async function answerQuestions(options: AnsweringOptions, signal: AbortSignal): Promise<void> {
  const handlers = options.plugin.hooks.filter(isAnswer);
  await Promise.all(handlers.map((handler) => answerWith(handler, options, signal)));
}

/** One process of a plugin gets each question: they subscribe as one queue. */
async function answerWith(
  handler: AnswerHandler,
  options: AnsweringOptions,
  signal: AbortSignal,
): Promise<void> {
  const { broker, plugin } = options;
  const inFlight = new Set<Promise<void>>();
  const subject = subjects.askOfAnyOrg(ownerOfHook(handler.hook, plugin.name), handler.hook.name);
  const questions = broker.connection.subscribe(subject, { queue: `${plugin.name}.${handler.name}` });
  const stop = () => void questions.drain().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  for await (const message of questions) {
    const question = tryToRead(message, 'ask', options.log);
    if (question?.type !== handler.name) continue;
    if (inFlight.size >= atOnce) {
      sendFailure({ connection: broker.connection, question, plugin: plugin.name });
      continue;
    }
    const answering = answer(question, handler, options).finally(() => inFlight.delete(answering));
    inFlight.add(answering);
  }
  signal.removeEventListener('abort', stop);
  await Promise.all(inFlight);
}

/** If there is no answer, the caller is sent the reason and need not wait. A message that is not a valid question gets nothing. */
async function answer(question: Delivery, handler: AnswerHandler, options: AnsweringOptions): Promise<void> {
  const { log, plugin, broker } = options;
  const answering = { connection: broker.connection, question, plugin: plugin.name };
  try {
    sendAnswer(answering, await consider(question, handler, options));
  } catch (error) {
    const { org } = question.tenant;
    log.error({ err: error, org, hook: handler.name }, 'a question was not answered');
    sendFailure(answering);
  }
}

/** Runs in a read-only transaction of the question's org, which ends with the handler or at the question's timeout. */
async function consider(
  { tenant, requestId, data }: Delivery,
  { hook, answer: handle }: AnswerHandler,
  { database, log }: AnsweringOptions,
): Promise<unknown> {
  const vault = database.vaultFor(tenant, { requestId, log });
  return vault.em.transactional(
    (em) => {
      const beforeOutside = async () => void (await pauseTransaction({ em }));
      const reading = derive(vault, { em, beforeOutside });
      return within(hook.timeout, handle(data, reading), () => tooLate(hook.timeout));
    },
    { readOnly: true, clear: true },
  );
}

function tooLate(milliseconds: number): never {
  throw new VaultError('STEP_FAILED', `Nobody waits for an answer after ${milliseconds} ms.`);
}
