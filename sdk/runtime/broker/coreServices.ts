import type { Msg } from '@nats-io/transport-node';
import { coreName, pluginNamePattern, subjects, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from './broker.ts';
import { jsonOf, request, requestIdOf } from './requests.ts';

const timeoutMs = 2_000;

/** The services of core to the plugins, which have no rights of their own to them. */
type Service = 'held' | 'consumer';

/** The answer of core, or undefined if there is none in time. */
export async function askCore(
  service: Service,
  { from, data }: { readonly from: string; readonly data: unknown },
  { connection }: Broker,
): Promise<unknown> {
  const reply = await request(connection, {
    subject: subjects.coreRequest(service, from),
    data,
    answerTo: (id) => subjects.coreAnswer(from, id),
    timeoutMs,
  });
  return reply && jsonOf(reply);
}

/** A service for a plugin; returns undefined for a request that gets no answer. */
type Serve = (data: unknown, from: string) => Promise<unknown>;

/** Serves the plugins until `signal` aborts. */
export async function serveCore(
  service: Service,
  { broker, serve, log }: { readonly broker: Broker; readonly serve: Serve; readonly log: VaultLog },
  signal: AbortSignal,
): Promise<void> {
  const asked = broker.connection.subscribe(subjects.coreRequest(service, '*'), { queue: coreName });
  const stop = () => void asked.drain().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  for await (const message of asked) {
    await answer(message, { broker, service, serve }).catch((error: unknown) =>
      log.warn(
        { err: error, subject: message.subject },
        'a request of a plugin to core failed; it asks again',
      ),
    );
  }
  signal.removeEventListener('abort', stop);
}

async function answer(
  message: Msg,
  { broker, service, serve }: { broker: Broker; service: Service; serve: Serve },
): Promise<void> {
  const [, , from = ''] = message.subject.split('.');
  const id = requestIdOf(message);
  if (!id || !pluginNamePattern.test(from) || message.subject !== subjects.coreRequest(service, from)) return;
  const answered = await serve(jsonOf(message), from);
  if (answered !== undefined)
    broker.connection.publish(subjects.coreAnswer(from, id), JSON.stringify(answered));
}
