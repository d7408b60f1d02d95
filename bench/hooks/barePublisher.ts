import { publishBare } from './bareLoop.ts';
import { openNats } from './openNats.ts';

/** A process that publishes the requested number of messages. */
const nats = await openNats(process.env['NATS_URL'] ?? '');
process.on('message', ({ messages, body }: { messages: number; body: string }) => {
  void publishBare(nats, messages, body);
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
