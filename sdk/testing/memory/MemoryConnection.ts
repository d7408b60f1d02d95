import { Connection, DriverException, type SessionContext } from '@mikro-orm/core';
import { VaultError } from '@nimbusvault/sdk/kernel';
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
    const org = sessionContext?.variables?.['vault.org'];
    const layer = openLayer(ctx ?? this.store, org === undefined ? ctx?.org : String(org));
    const result = await work(layer);
    if (layer.isAborted && ctx) throw aborted();
    if (!layer.isAborted) mergeDown(layer);
    return result;
  }

  override async execute(): Promise<never> {
    throw new VaultError(
      'BAD_USER_INPUT',
      'Rows in memory do not support SQL. Test this with startPlugin, on a real database.',
    );
  }
}

/** PostgreSQL's response to every statement after a failed one, until the transaction ends. */
export function aborted(): DriverException {
  const message = 'A statement of this transaction has failed; nothing but its end is possible.';
  return new DriverException(new VaultError('INTERNAL_SERVER_ERROR', message));
}
