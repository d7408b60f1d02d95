import { randomUUID } from 'node:crypto';
import { subjects } from '@nimbusvault/sdk/kernel';
import { callAs } from '../call.ts';
import type { Check } from '../check.ts';
import { demand } from '../finding.ts';
import { heardHooks, kitOrg, sendAndWait } from '../messages.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

/** The broker is away during the work. */
async function withoutBroker(world: World, work: () => Promise<void>): Promise<void> {
  world.link.cut();
  try {
    await work();
  } finally {
    await world.link.mend();
  }
}

async function outlivesTheBroker(world: World): Promise<void> {
  const { database, schema, name, patienceMs } = world;
  const id = randomUUID();
  await withoutBroker(world, async () => {
    await database.query(`set vault.relay = 'on'`);
    await database.query(
      `insert into "${schema}".outbox (org, id, subject, type, request_id, data) values ($1, $2, $3, 'kit.probed.v1', 'contract-kit', '{}')`,
      [kitOrg, id, subjects.hook(kitOrg, name, 'kit.probed')],
    );
    const { status, body } = await callAs(world, '{ __typename }');
    demand(
      status === 200 && body.errors === undefined,
      `without the broker { __typename } was answered with ${status}`,
    );
  });
  const look = async () => {
    const { rows } = await database.query(
      `select from "${schema}".outbox where id = $1 and published_at is not null`,
      [id],
    );
    return rows.length > 0 || undefined;
  };
  await until(look, 'a row of the outbox is not published once the broker is back', patienceMs);
}

/** The broker comes back without what the process has asked for and announced. */
async function connectsAnew(world: World): Promise<void> {
  const { name, registry, manifests, release, broker, patienceMs } = world;
  const hears = heardHooks(world).length > 0;
  const lost = [
    { store: registry, key: `release.${name}.${release?.hash}`, what: 'its release' },
    { store: manifests, key: name, what: 'its manifest' },
  ];
  await withoutBroker(world, async () => {
    for (const { store, key } of lost) await store.delete(key);
    if (hears) await broker.manager.consumers.delete('VAULT_HOOKS', name);
  });
  for (const { store, key, what } of lost)
    await until(
      async () => (await store.get(key))?.value,
      `${what} is not announced over a new connection`,
      patienceMs,
    );
  if (!hears) return;
  const look = () => broker.manager.consumers.info('VAULT_HOOKS', name).catch(() => undefined);
  await until(look, 'its consumer is not asked for over a new connection', patienceMs);
  await sendAndWait(world);
}

export const brokerChecks: readonly Check[] = [
  {
    clause: '7.6',
    title: 'a lost connection is made anew',
    fix: 'Connect again, for ever, and do again all that the first connection began with: release, manifest, consumers, subscriptions.',
    run: connectsAnew,
  },
  {
    clause: '11.3',
    title: 'the outbox waits for the broker',
    fix: 'Serve GraphQL without the broker, and publish the unpublished rows once it is back.',
    run: outlivesTheBroker,
  },
];
