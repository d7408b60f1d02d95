import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { coreHooks, hookType } from '@nimbusvault/sdk/internal';
import { coreName, subjects } from '@nimbusvault/sdk/kernel';
import { envelopeOf } from '@nimbusvault/runtime/contract';
import { given } from './finding.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** The organization of the kit's messages. */
export const kitOrg = 'contract-kit';

/** Stands for all hooks in the list of those that a release hears. */
export const everyHook = '*';

/** A message to the process, and what is wrong with it. */
interface Sent {
  readonly id?: string;
  readonly type: string;
  readonly subject: string;
  readonly data: unknown;
  readonly org?: string;
  readonly source?: string;
}

/** Publishes a message to its stream; returns its id. */
export async function send(world: World, sent: Sent): Promise<string> {
  const { id = randomUUID(), type, subject, data, org = kitOrg, source = coreName } = sent;
  const attributes = { id, type, org, actor: null, request_id: 'contract-kit', created_at: new Date() };
  const headers = envelopeOf(attributes, source);
  await world.broker.client.publish(subject, JSON.stringify(data), { headers, msgID: randomUUID() });
  return id;
}

/** A hook of core that the process hears, and a payload that it must accept. */
export function heardHook(world: World): CoreHook {
  return given(heardHooks(world)[0], 'the process hears no hook of core');
}

/** A hook of core, and a payload that its schema accepts. */
type CoreHook = Pick<Sent, 'type' | 'data' | 'subject'> & { readonly name: string };

/** The hooks of core that the process hears. */
export function heardHooks({ release }: World): readonly CoreHook[] {
  const { hears = [] } = release ?? {};
  return coreHooks.flatMap((hook) => {
    const type = hookType(hook.name, hook.version);
    return 'payload' in hook && (hears.includes(everyHook) || hears.includes(type)) ? [sampleHook(hook)] : [];
  });
}

function sampleHook({
  name,
  version,
  payload,
}: {
  name: string;
  version: number;
  payload: z.ZodType;
}): CoreHook {
  const subject = subjects.hook(kitOrg, coreName, name);
  return { name, type: hookType(name, version), subject, data: sampleOf(payload) };
}

/** A value that a schema of the contract accepts. */
export function sampleOf(schema: z.ZodType): unknown {
  return sample(z.toJSONSchema(schema) as JsonSchema);
}

interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

function sample({ type, format, anyOf, properties = {} }: JsonSchema): unknown {
  if (anyOf?.[0]) return sample(anyOf[0]);
  if (format === 'uuid') return randomUUID();
  if (type === 'integer' || type === 'number') return 1;
  if (type !== 'object') return 'Document';
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, sample(value)]));
}

/** A row of the inbox. */
export interface InboxRow {
  readonly handler: string;
  readonly attempts: number;
  readonly due: string | null;
  readonly off: string | null;
  readonly code: string | null;
  readonly done: string | null;
  readonly dead: string | null;
  readonly letter: string | null;
  readonly event: Readonly<Record<string, unknown>> | null;
  readonly replays: readonly unknown[];
}

/** The rows of a message. */
export async function inboxOf({ database, schema }: World, messageId: string): Promise<readonly InboxRow[]> {
  await database.query(`set vault.relay = 'on'`);
  const { rows } = await database.query<InboxRow>(
    `select handler, attempts, due_at::text as due, off_at::text as off, error_code as code, done_at::text as done, dead_at::text as dead, dead_letter as letter, event, replays
       from "${schema}".inbox where message_id = $1 order by handler`,
    [messageId],
  );
  return rows;
}

/** Waits until all handlers have settled a message. */
export function untilSettled(world: World, messageId: string, fact: string): Promise<readonly InboxRow[]> {
  return until(
    async () => {
      const rows = await inboxOf(world, messageId);
      return rows.length > 0 && rows.every(({ done, dead }) => done ?? dead) ? rows : undefined;
    },
    fact,
    world.patienceMs,
  );
}

/** Sends a good hook and waits until it is handled: all that was sent before it has been looked at. */
export async function sendAndWait(world: World): Promise<string> {
  const id = await send(world, heardHook(world));
  await untilSettled(world, id, 'a hook of core that it says it hears has no row in its inbox after 10 s');
  return id;
}
