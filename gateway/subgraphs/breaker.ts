/** When a subgraph's instance gets no requests: after this many, of which this share failed, for `rest` milliseconds. */
interface BreakerLimits {
  readonly requests: number;
  readonly failureShare: number;
  readonly rest: number;
}

/** The outcome of a request: `failed` if the caller waited in vain, `unknown` if the outcome says nothing about the instance. */
export type Outcome = 'answered' | 'failed' | 'unknown';

/** Stops sending requests to an instance that only makes them wait. */
export interface Breaker {
  /** False while it rests. After its rest one request is allowed, and its outcome decides. */
  admits(): boolean;
  record(outcome: Outcome): void;
}

type State = 'closed' | 'open' | 'probing';

/** A closed breaker; `onTurn` is called when it opens and when it closes. */
export function createBreaker(limits: BreakerLimits, onTurn: (isOpen: boolean) => void): Breaker {
  let state: State = 'closed';
  let restsUntil = 0;
  let latest = createWindow(limits);
  const open = () => {
    if (state === 'closed') onTurn(true);
    state = 'open';
    restsUntil = performance.now() + limits.rest;
  };
  const close = () => {
    state = 'closed';
    latest = createWindow(limits);
    onTurn(false);
  };
  return {
    admits() {
      if (state === 'closed') return true;
      if (state === 'probing' || performance.now() < restsUntil) return false;
      state = 'probing';
      return true;
    },
    record(outcome) {
      if (state === 'closed' && outcome !== 'unknown' && latest.isTooBadWith(outcome)) open();
      if (state !== 'probing') return;
      if (outcome === 'answered') close();
      else if (outcome === 'failed') open();
      else state = 'open'; // the next request is allowed
    },
  };
}

/** The latest outcomes since the first failure: usually there is none, and nothing to count. */
function createWindow({ requests, failureShare }: BreakerLimits) {
  let latest: readonly Outcome[] = [];
  return {
    isTooBadWith(outcome: Outcome): boolean {
      if (outcome === 'answered' && latest.length === 0) return false;
      latest = [...latest, outcome].slice(-requests);
      const failed = latest.filter((each) => each === 'failed').length;
      if (failed === 0) latest = [];
      return latest.length === requests && failed >= requests * failureShare;
    },
  };
}
