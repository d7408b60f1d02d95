import type { Dispatcher, Pool } from 'undici';

/** An answer as it came, whole. */
export interface RawReply {
  readonly status: number;
  readonly encoding: string;
  readonly text: string;
}

/** How long an answer is waited for: until then (as performance.now counts), or until everybody has left. */
export interface Patience {
  readonly until: number;
  /** Why everybody has left. */
  left?: Error;
  /** Set by what is on its way: it wants to know when everybody has. */
  onLeave?: ((reason: Error) => void) | undefined;
}

type Controller = Dispatcher.DispatchController;

/**
 * Sends a request on a pool and takes its answer without a stream, which costs half of it. Rejects with what undici says,
 * with the reason why everybody has left, or with a TimeoutError; the connection is given up then.
 */
export function exchange(
  pool: Pool,
  options: Dispatcher.DispatchOptions,
  patience: Patience,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    let controller: Controller | undefined;
    let given: Error | undefined;
    const giveUp = (reason: Error) => {
      given = reason;
      controller?.abort(reason);
      fail(reason);
    };
    const tooLate = () => giveUp(new DOMException('It took too long.', 'TimeoutError'));
    const timer = setTimeout(tooLate, patience.until - performance.now());
    const over = () => {
      clearTimeout(timer);
      patience.onLeave = undefined;
    };
    const fail = (reason: Error) => {
      over();
      reject(reason);
    };
    if (patience.left) return giveUp(patience.left);
    patience.onLeave = giveUp;
    const started = (current: Controller) => {
      controller = current;
      if (given) current.abort(given);
    };
    const done = (reply: RawReply) => {
      over();
      resolve(reply);
    };
    pool.dispatch(options, collector({ started, done, fail }));
  });
}

interface Ends {
  readonly started: (controller: Controller) => void;
  readonly done: (reply: RawReply) => void;
  readonly fail: (reason: Error) => void;
}

function collector({ started, done, fail }: Ends): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let [status, encoding] = [0, 'identity'];
  return {
    onRequestStart: started,
    onResponseStart(_, code, headers) {
      status = code;
      encoding = String(headers['content-encoding'] ?? encoding);
    },
    onResponseData: (_, chunk) => void chunks.push(chunk),
    onResponseEnd() {
      const [first = Buffer.alloc(0)] = chunks;
      const whole = chunks.length > 1 ? Buffer.concat(chunks) : first;
      done({ status, encoding, text: whole.toString('utf8') });
    },
    onResponseError: (_, error) => fail(error),
  };
}
