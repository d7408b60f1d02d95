import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import { ask } from '@nimbusvault/testing';
import { consumeBare, publishBare } from './bareLoop.ts';
import { openNats } from './openNats.ts';
import type { Stand } from './stand.ts';

const notifyEffect = `
  create function listener.tell_bench() returns trigger language plpgsql as $$
    begin perform pg_notify('bench', new.event); return null; end $$;
  create trigger tell_bench after insert on listener.heard for each row execute function listener.tell_bench();
  listen bench`;

/** Triggers one effect; resolves to its latency, in milliseconds. */
type Timed = () => Promise<number>;

/** The time from a mutation's answer to the commit of the handler's row in the other process. */
export async function hookLatency({ database, plugins, teller }: Stand): Promise<Timed> {
  await database.query(notifyEffect);
  const arrivals = new Map<string, (at: number) => void>();
  database.on('notification', ({ payload = '' }) => arrivals.get(payload)?.(performance.now()));
  const key = await importAssertionKey(plugins.assertionKey);
  let number = 0;
  return async () => {
    number += 1;
    const batch = `latency-${number}`;
    const arrived = Promise.withResolvers<number>();
    arrivals.set(`${batch}/0`, arrived.resolve);
    const assertion = await signAssertion({ org: 'acme', userId: null, roles: ['member'] }, 'Teller', key);
    const query = `mutation { tell(batch: "${batch}", size: 1) }`;
    await ask(teller.url ?? '', { [assertionHeader]: assertion }, { query });
    const answered = performance.now();
    return (await arrived.promise) - answered;
  };
}

/** The time from the publication of a message to the confirmation of its acknowledgement, on two connections of one process. */
export async function bareLatency({ natsUrl, bareConsumer }: Stand): Promise<Timed> {
  bareConsumer.kill(); // its consumer is taken over
  const [publisher, listener] = await Promise.all([openNats(natsUrl), openNats(natsUrl)]);
  const messages = await consumeBare(listener);
  let done = Promise.withResolvers<void>();
  void (async () => {
    for await (const message of messages) {
      await message.ackAck();
      done.resolve();
    }
  })();
  return async () => {
    done = Promise.withResolvers();
    const began = performance.now();
    await publishBare(publisher, 1, '{"event":"bare"}');
    await done.promise;
    return performance.now() - began;
  };
}
