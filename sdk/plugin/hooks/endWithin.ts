import { VaultError } from '../kernel/index.ts';

const graceMs = 3_000;

/** Settles with the work, or rejects if the work has not ended 3 s after the signal. */
export async function endWithin(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const tooLate = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () =>
    tooLate.reject(new VaultError('STEP_FAILED', 'The task did not end within 3 s of its abort signal.'));
  const onAbort = () => {
    timer = setTimeout(giveUp, graceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    await Promise.race([work, tooLate.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
