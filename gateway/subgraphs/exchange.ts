import type { Dispatcher, Pool } from 'undici';

/** A complete, unparsed answer. */
export interface RawReply {
  readonly status: number;
  readonly encoding: string;
  readonly text: string;
}

/** How long to wait for an answer: until the deadline (as of performance.now), or until all callers have left. */
export interface Patience {
  readonly until: number;
  /** The reason that the last caller left. */
  left?: Error;
  /** Set by the request in flight: called when the last caller leaves. */
  onLeave?: ((reason: Error) => void) | undefined;
}

type Controller = Dispatcher.DispatchController;

/**
 * Sends a request on a pool and reads its answer without a stream, at half the cost. Rejects with undici's error,
 * with the reason that the last caller left, or with a TimeoutError; the connection is then closed.
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
