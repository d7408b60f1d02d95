import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const everyMs = 500;
const file = process.env.BENCH_LOOP_FILE;

/** Writes, twice a second, the time and the longest delay of the main thread since the last line, in ms. */
if (file && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  setInterval(() => {
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), ms: delay.max / 1e6 })}\n`);
    delay.reset();
  }, everyMs).unref();
}
