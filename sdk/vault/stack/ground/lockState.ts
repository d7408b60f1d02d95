import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { VaultError } from '@nimbusvault/sdk/kernel';

/**
 * Locks the state folder for this process. Throws STACK_FAILED if another process has it. The lock is a socket in Linux's
 * abstract namespace: the kernel frees it with its owner, therefore no lock can be stale.
 * On other systems PostgreSQL's own lock on its data must suffice.
 */
export async function lockState(stateDir: string): Promise<() => void> {
  if (process.platform !== 'linux') return () => {};
  const name = createHash('sha256').update(realpathSync(stateDir)).digest('hex');
  const lock = createServer().unref();
  try {
    await once(lock.listen(`\0nimbusvault-${name}`), 'listening');
    return () => lock.close();
  } catch (cause) {
    throw new VaultError(
      'STACK_FAILED',
      `A vault already runs on ${stateDir}. Stop it first, or set NIMBUS_STATE to another folder for this one.`,
      { cause },
    );
  }
}
