import { VaultError } from '../kernel/index.ts';

const graceMs = 3_000;

/** Ends with the work; where that goes on for 3 s after the signal, without it. */
export async function endWithin(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  const tooLate = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () =>
    tooLate.reject(new VaultError('STEP_FAILED', 'The task went on after its signal had aborted.'));
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
