import type pg from 'pg';

/**
 * Gives a connection that was lost back to its pool for the holder who cannot: a transaction of Kysely gives its
 * connection back only after the database has answered a commit or a rollback. Without this, each transaction that was
 * open when the database went away would take a place of the pool for ever.
 */
export function giveBackLost(pool: pg.Pool): void {
  const held = new Set<pg.PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_, client) => held.delete(client as pg.PoolClient));
  pool.on('connect', (client) => {
    client.once('end', () => setImmediate(() => held.has(client) && drop(client)));
  });
}

function drop(client: pg.PoolClient): void {
  client.release(true);
  client.release = () => {}; // a second time throws
}
