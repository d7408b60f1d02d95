import { subjects } from '@nimbusvault/sdk/kernel';
import { connectBroker } from '../broker/broker.ts';
import { readDelivery } from '../broker/envelope.ts';

/** A hook as it passes: when, whose, which, by whom, and what it says. */
export interface PassingHook {
  readonly time: Date;
  readonly org: string;
  /** The CloudEvents type, such as `entity.archived.v1`. */
  readonly type: string;
  readonly id: string;
  readonly source: string;
  readonly actor: string | null;
  readonly data: unknown;
}

/** Reports the hooks of an org, or of all, as the broker receives them, until `signal` aborts. Invalid messages are skipped. */
export async function* tailHooks(
  natsUrl: string,
  { org, signal }: { readonly org?: string | undefined; readonly signal: AbortSignal },
): AsyncGenerator<PassingHook> {
  const connection = await connectBroker(natsUrl, 'nimbus hooks tail');
  const passing = connection.subscribe(org === undefined ? subjects.allHooks : subjects.hook(org, '*', '>'));
  const stop = () => passing.unsubscribe();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const message of passing) {
      try {
        const { time, tenant, type, id, source, data } = readDelivery(message, 'hook');
        yield { time, org: tenant.org, type, id, source, actor: tenant.userId, data };
      } catch {
        continue;
      }
    }
  } finally {
    await connection.close();
  }
}
