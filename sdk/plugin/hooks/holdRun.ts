const renewEveryMs = 2_000;

/** The hold of this process on a task. */
interface HeldRun extends Disposable {
  /** Aborts once another process has the task. */
  readonly lost: AbortSignal;
}

/** Renews a run until it is disposed of. A database that is away is asked again: whether the run was lost, the next commit finds out. */
export function holdRun(renew: () => Promise<boolean>): HeldRun {
  const lost = new AbortController();
  let isRenewing = false;
  const tryToRenew = async () => {
    if (isRenewing) return;
    isRenewing = true;
    if (!(await renew().catch(() => true))) lost.abort();
    isRenewing = false;
  };
  const timer = setInterval(() => void tryToRenew(), renewEveryMs);
  return {
    lost: lost.signal,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
