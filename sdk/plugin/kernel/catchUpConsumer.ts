import { createHash } from 'node:crypto';

const slots = 32;

/** The durable consumer of a handler that begins with the oldest message; two handlers of a plugin can get the same name by chance. */
export function catchUpConsumer(plugin: string, handler: string): string {
  const [first = 0] = createHash('sha256').update(handler).digest();
  return consumerAt(plugin, first % slots);
}

/** All names that such consumers of a plugin can have: NATS grants names one by one, and the broker does not know the handlers. */
export function catchUpConsumers(plugin: string): readonly string[] {
  return Array.from({ length: slots }, (_, slot) => consumerAt(plugin, slot));
}

function consumerAt(plugin: string, slot: number): string {
  return `${plugin}-oldest-${slot}`;
}
