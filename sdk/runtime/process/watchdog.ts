// A thread of lifecycle.ts: kills this process some time after the one that started it has ended. A stuck event loop does not hold it up.
import { workerData } from 'node:worker_threads';

const { parent, graceMilliseconds } = workerData as { parent: number; graceMilliseconds: number };
const checkEveryMilliseconds = 1_000;

const watching = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watching);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMilliseconds);
}, checkEveryMilliseconds);
