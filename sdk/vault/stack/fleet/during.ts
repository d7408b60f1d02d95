import { VaultError } from '@nimbusvault/sdk/kernel';

/** Does one step of the start; its failure is reported with the name of the step. */
export async function during<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof VaultError ? cause.code : 'STACK_FAILED';
    throw new VaultError(code, `${step} failed: ${(cause as Error).message}`, { cause });
  }
}
