/**
 * Does several tasks at once. The first failure ends the others by their signal; it is thrown once all of
 * them have ended, so that nothing continues in the background.
 */
export async function together<const Works extends readonly Work[]>(
  signal: AbortSignal,
  works: Works,
): Promise<Results<Works>> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const running = works.map(async (work) => {
    try {
      return await work(either);
    } catch (failure) {
      failed.abort(failure);
      throw failure;
    }
  });
  await Promise.allSettled(running);
  failed.signal.throwIfAborted();
  return (await Promise.all(running)) as Results<Works>;
}

type Work = (signal: AbortSignal) => Promise<unknown>;

type Results<Works extends readonly Work[]> = {
  -readonly [Index in keyof Works]: Awaited<ReturnType<Works[Index]>>;
};
