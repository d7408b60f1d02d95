import type { Dispatcher, Pool } from 'undici';

/** An answer as it came, whole. */
export interface RawReply {
  readonly status: number;
  readonly encoding: string;
  readonly text: string;
}

/** Who waits, and until when (as performance.now counts). */
export interface Patience {
  readonly asker: AbortSignal;
  readonly until: number;
}

type Controller = Dispatcher.DispatchController;

/**
 * Sends a request on a pool and takes its answer without a stream, which costs half of it. Rejects with what undici says,
 * with the asker's reason to leave, or with a TimeoutError; the connection is given up then.
 */
export function exchange(
  pool: Pool,
  options: Dispatcher.DispatchOptions,
  { asker, until }: Patience,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    let controller: Controller | undefined;
    let given: Error | undefined;
    const giveUp = (reason: Error) => {
      given = reason;
      controller?.abort(reason);
      fail(reason);
    };
    const leave = () =>
      giveUp(asker.reason instanceof Error ? asker.reason : new DOMException('', 'AbortError'));
    const tooLate = () => giveUp(new DOMException('It took too long.', 'TimeoutError'));
    const timer = setTimeout(tooLate, until - performance.now());
    const over = () => {
      clearTimeout(timer);
      asker.removeEventListener('abort', leave);
    };
    const fail = (reason: Error) => {
      over();
      reject(reason);
    };
    asker.addEventListener('abort', leave, { once: true });
    if (asker.aborted) return leave();
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
