import { VaultError } from '../kernel/index.ts';
import type { HookHandler } from './defineHook.ts';
import type { Delivery, DeliveryMeans, Handled } from './delivery.ts';
import { handleOnce } from './handleOnce.ts';
import { misfit } from './misfit.ts';
import { hears, readHeard } from './onEvery.ts';
import { recordFailure } from './recordFailure.ts';
import { noRetry } from './retry.ts';

/**
 * Delivers a message to every handler of its hook, each in a transaction of its own with its inbox row, so that each
 * takes effect once however often the message is delivered. A handler that throws is retried with growing waits and finally
 * becomes a dead letter; the other handlers are not affected.
 */
export async function deliver(
  delivery: Delivery,
  handlers: readonly HookHandler[],
  means: DeliveryMeans,
): Promise<readonly Handled[]> {
  const { only, type } = delivery;
  const ofType = handlers.filter((each) => hears(each, delivery));
  if (!only) return Promise.all(ofType.map((handler) => tryOnce(delivery, handler, means)));
  const handler = ofType.find(({ name }) => name === only.handler);
  if (handler) return [await tryOnce(delivery, handler, means)];
  const failure = new VaultError('NOT_FOUND', `${only.plugin} has no handler "${only.handler}" of ${type}.`);
  return [await recordFailure({ delivery, handler: only.handler, failure }, { ...means, retry: noRetry })];
}

async function tryOnce(delivery: Delivery, handler: HookHandler, means: DeliveryMeans): Promise<Handled> {
  const failed = { delivery, handler: handler.name };
  const payload = readHeard(handler, delivery);
  if (!payload.success) {
    const failure = misfit(delivery.type, payload.error);
    return recordFailure({ ...failed, failure }, { ...means, retry: noRetry });
  }
  try {
    return await means.inTransaction(delivery, (vault) =>
      handleOnce(
        { delivery, handler: handler.name, whenOff: handler.whenOff, tries: means.retry.tries },
        (handling) => handler.handle(payload.data, handling),
        vault,
      ),
    );
  } catch (failure) {
    return recordFailure({ ...failed, failure }, means);
  }
}
