import { setPriority } from 'node:os';
import { buildExplorer } from './buildExplorer.ts';

const belowTheStackThatStarts = 10;

setPriority(belowTheStackThatStarts);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
try {
  await buildExplorer();
} catch (error) {
  process.stderr.write(`The explorer could not be built; the gateway works without it. ${String(error)}\n`);
  process.exitCode = 1;
}
