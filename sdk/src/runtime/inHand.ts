import type { JsMsg } from '@nats-io/jetstream';
import { deliverTogether, type Delivery, type Handled } from '../hooks/index.ts';
import type { VaultLog } from '../kernel/index.ts';
import type { ConsumerOptions } from './consumer.ts';
import { openLanes } from './lanes.ts';

const workingEveryMs = 4_000;
const copyWaitMs = 500;

/** A message that its plugin handles, and what it says. */
export interface Taken {
  readonly message: JsMsg;
  readonly delivery: Delivery;
}

/** The messages that a consumer has and has not answered for yet. */
export interface InHand {
  readonly size: number;
  take(taken: Taken): void;
  /** Resolves once there are fewer. */
  next(): Promise<void>;
  /** Waits for those that are being handled, and gives back the others. */
  close(): Promise<void>;
}

type Means = Pick<ConsumerOptions, 'handlers' | 'inTransaction' | 'retry' | 'log'>;

/** Hands messages to their handlers, and answers for them. While it has them the broker is told that they are worked on. */
export function openInHand(means: Means): InHand {
  const byId = new Map<string, Taken>();
  const answerFor = async (batch: readonly Taken[]) => {
    const wentWell = await handle(batch, means);
    for (const { delivery } of batch) byId.delete(delivery.id);
    return wentWell;
  };
  const lanes = openLanes<Taken>({ groupOf: ({ delivery }) => delivery.tenant.org, work: answerFor });
  const stillWorking = setInterval(() => {
    for (const { message } of byId.values()) message.working();
  }, workingEveryMs);
  return {
    get size() {
      return lanes.size;
    },
    take(taken) {
      const { id } = taken.delivery;
      // Its copy is at work: tried at once, both would count as attempts.
      if (byId.has(id)) return taken.message.nak(copyWaitMs);
      byId.set(id, taken);
      lanes.add(taken);
    },
    next: () => lanes.next(),
    async close() {
      const left = await lanes.close();
      clearInterval(stillWorking);
      for (const { message } of left) message.nak();
    },
  };
}

/** Acknowledges what is done, and asks again later for what is not; true where all went in one go. */
async function handle(batch: readonly Taken[], means: Means): Promise<boolean> {
  try {
    const deliveries = batch.map(({ delivery }) => delivery);
    const { handled, together } = await deliverTogether(deliveries, means.handlers, means);
    const done = batch.filter((taken, index) => isDone(taken, handled[index] ?? [], means.log));
    await acknowledge(done);
    return together;
  } catch (error) {
    means.log.warn(
      { err: error, messages: batch.length },
      'hook messages were not acknowledged; they come again',
    );
    return false;
  }
}

/** A connection's answers are heard in order: once the last one is confirmed, so are all. */
async function acknowledge(done: readonly Taken[]): Promise<void> {
  for (const { message } of done.slice(0, -1)) message.ack();
  await done.at(-1)?.message.ackAck();
}

/** Tells of failures; a message that a handler has not settled comes again when the first of those is due. */
function isDone({ message, delivery }: Taken, handled: readonly Handled[], log: VaultLog): boolean {
  for (const each of handled) tell(each, delivery, log);
  const waits = handled.flatMap((each) => (each.state === 'waiting' ? [each.waitMs] : []));
  if (waits.length > 0) message.nak(Math.min(...waits));
  return waits.length === 0;
}

function tell(handled: Handled, { id, type, tenant }: Delivery, log: VaultLog): void {
  if (!('failure' in handled)) return;
  const end = handled.state === 'dead' ? 'it is a dead letter now' : 'it is tried again';
  log.error(
    { err: handled.failure, org: tenant.org, hook: type, messageId: id },
    `a hook handler failed; ${end}`,
  );
}
