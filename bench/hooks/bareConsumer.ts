import type { JsMsg } from '@nats-io/jetstream';
import { consumeBare } from './bareLoop.ts';
import { openNats } from './openNats.ts';

/** A process that acknowledges every message twice, and reports when it has handled the requested number. */
const messages = await consumeBare(await openNats(process.env['NATS_URL'] ?? ''));
let awaited = 0;
process.on('message', ({ messages: count }: { messages: number }) => {
  awaited = count;
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
for await (const message of messages) {
  void acknowledge(message);
}

async function acknowledge(message: JsMsg): Promise<void> {
  await message.ackAck();
  awaited -= 1;
  if (awaited === 0) process.send?.('done');
}
