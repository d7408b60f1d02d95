import { randomUUID } from 'node:crypto';
import type { StartedPlugin } from '@nimbusvault/testing';

export const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['admin'] } as const;
export const grace = {
  org: 'acme',
  userId: '00000000-0000-4000-8000-0000000000a2',
  roles: ['member'],
} as const;
export const hal = {
  org: 'globex',
  userId: '00000000-0000-4000-8000-0000000000b1',
  roles: ['admin'],
} as const;

/** An event as another plugin, or core, sends it. */
interface Told {
  readonly name: string;
  readonly data: unknown;
  readonly plugin?: string;
  readonly userId?: string | null;
  readonly at?: Date;
  readonly org?: string;
}

/** Sends the events as they leave an outbox, in this order; returns the ids of their messages. */
export async function tell(plugin: StartedPlugin, events: readonly Told[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { name, data, plugin: from = 'Core', userId = null, at = new Date(), org = 'acme' } of events) {
    ids.push(randomUUID());
    const subject = `vault.${org}.hook.${from}.${name}`;
    const values = [org, ids.at(-1), subject, `${name}.v1`, userId, 'test', JSON.stringify(data), at];
    await run(plugin, org, { sql: insert, values });
  }
  return ids;
}

/** Sends a message again for its handler, as if the handler's answer had been lost; or as a message of another id. */
export async function tellAgain(plugin: StartedPlugin, id: string, as = id): Promise<void> {
  const repeats = JSON.stringify({ id: as, source: 'Core', plugin: 'Nimbus', handler: 'every' });
  const again = `insert into outbox (org, id, subject, type, actor, request_id, data, created_at, repeats)
    select org, gen_random_uuid(), 'vault.' || org || '.hook.Nimbus.replay.entity.created', type, actor, request_id, data, created_at, ?::jsonb
      from outbox where id = ?`;
  await run(plugin, 'acme', { sql: again, values: [repeats, id] });
}

const insert = `insert into outbox (org, id, subject, type, actor, request_id, data, created_at, repeats)
   values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, null)`;

interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

async function run({ opened }: StartedPlugin, org: string, { sql, values }: Statement): Promise<void> {
  await opened.transaction(org, ({ em }) =>
    em.getConnection().execute(sql, [...values], 'run', em.getTransactionContext()),
  );
}

export const created = (entityId: string, more: Partial<Told> = {}): Told => ({
  name: 'entity.created',
  data: { entityType: 'Document', entityId, version: 1 },
  ...more,
});

/** The id of an entity of the tests. */
export function entity(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

const text = `query ($first: Int, $after: String, $entityId: ID, $kinds: [String!]) {
  activity(first: $first, after: $after, entityId: $entityId, kinds: $kinds) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id at kind plugin user { id } entityType entityId document { id } link } }
  }
}`;

/** The feed as a caller sees it: the answer, and the entries alone. */
export async function look(
  plugin: StartedPlugin,
  tenant: typeof ada | typeof grace | typeof hal,
  args: object = {},
) {
  const { data, errors } = await plugin.query(tenant, text, args);
  const nodes = (data?.activity?.edges ?? []).map(({ node }: { node: object }) => node);
  return { feed: data?.activity, errors, nodes };
}
