import { VaultError, type HostedVault, type Vault } from '../kernel/index.ts';

/**
 * The time of the event that a hook handler receives, or at which its task was enqueued: rows that are newer were written
 * after it, and may contradict it. Throws PLUGIN_INVALID outside of both.
 */
export function eventTime({ handling }: Vault & Pick<HostedVault, 'handling'>): Date {
  if (handling) return handling.time;
  throw new VaultError(
    'PLUGIN_INVALID',
    'eventTime was called outside of a hook handler or task: there is no event. Use the time of the request.',
  );
}
