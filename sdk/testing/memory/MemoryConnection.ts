import { Connection, DriverException, type SessionContext } from '@mikro-orm/core';
import { pausing, VaultError } from '@nimbusvault/sdk/kernel';
import { mergeDown, openLayer, type Layer } from './layer.ts';

/** Transactions over rows in memory; a nested one is a savepoint. */
export class MemoryConnection extends Connection {
  readonly store: Layer = openLayer();

  override connect(): void {
    this.connected = true;
  }

  override async isConnected(): Promise<boolean> {
    return true;
  }

  override async checkConnection(): Promise<{ ok: true }> {
    return { ok: true };
  }

  override async transactional<T>(
    work: (transaction: Layer) => Promise<T>,
    { ctx, sessionContext }: { ctx?: Layer; sessionContext?: SessionContext } = {},
  ): Promise<T> {
    if (ctx?.isAborted) throw aborted();
    const layer = openLayer(ctx ?? this.store, orgOf(sessionContext) ?? ctx?.org);
    const result = await work(layer);
    if (layer.isAborted && ctx) throw aborted();
    if (!layer.isAborted) mergeDown(layer);
    return result;
  }

  override async begin({ sessionContext }: { sessionContext?: SessionContext } = {}): Promise<Layer> {
    return openLayer(this.store, orgOf(sessionContext));
  }

  override async commit(layer: Layer): Promise<void> {
    if (layer.isAborted) throw aborted();
    mergeDown(layer);
    layer.isAborted = true; // nothing more can be done in it
  }

  override async rollback(layer: Layer): Promise<void> {
    layer.isAborted = true;
  }

  // oxlint-disable-next-line max-params -- MikroORM calls it with four
  override async execute<T>(
    sql: string,
    _?: unknown[],
    __?: 'all' | 'get' | 'run',
    layer?: Layer,
  ): Promise<T> {
    if (sql === pausing) return [{ written: layer !== undefined && layer.changes.size > 0 }] as T;
    throw new VaultError(
      'BAD_USER_INPUT',
      'Rows in memory do not support SQL. Test this with startPlugin, on a real database.',
    );
  }
}

function orgOf(session?: SessionContext): string | undefined {
  const org = session?.variables?.['vault.org'];
  return org === undefined ? undefined : String(org);
}

/** PostgreSQL's response to every statement after a failed one, until the transaction ends. */
export function aborted(): DriverException {
  const message = 'A statement of this transaction has failed; nothing but its end is possible.';
  return new DriverException(new VaultError('INTERNAL_SERVER_ERROR', message));
}
