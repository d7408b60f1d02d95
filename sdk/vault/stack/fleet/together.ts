/**
 * Does several works at once. The first that fails ends the others by their signal; its failure is thrown once all of
 * them have ended, so that nothing goes on behind the caller's back.
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
