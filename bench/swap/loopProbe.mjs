import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const everyMs = 500;
const file = process.env.BENCH_LOOP_FILE;

/** Writes, twice a second, when and how long the main thread was held at most since then, in ms. */
if (file && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  setInterval(() => {
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), ms: delay.max / 1e6 })}\n`);
    delay.reset();
  }, everyMs).unref();
}
