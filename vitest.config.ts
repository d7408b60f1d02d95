import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const stackSetup = 'tests/support/stack.setup.ts';
const databasesSetup = 'tests/support/databases.setup.ts';
const vaultsConformance = 'tests/conformance/trust/**/*.test.ts';
/** Most tests wait for processes, timers and disks: one file at a time would leave a machine with two cores idle. */
const atOnce = 2;
/** A test has no time of its own to keep: machines differ, and a benchmark measures. After this many milliseconds it hangs. */
const hangs = 300_000;
const elsewhere = ['**/node_modules/**', '**/dist/**', '.nimbus/**'];

/** Apollo requires graphql's CommonJS build, and Node imports it too; a second copy would refuse schemas of the first. */
const resolve = {
  alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
};

const unit = {
  resolve,
  test: {
    name: 'unit',
    include: ['**/*.test.ts'],
    exclude: [...elsewhere, 'tests/{e2e,chaos,conformance,browser}/**'],
    isolate: false, // a file that changes its process (environment, clock) changes it back
    globalSetup: existsSync(databasesSetup) ? [databasesSetup] : [],
    maxWorkers: atOnce,
    testTimeout: hangs,
    hookTimeout: hangs,
    sequence: { groupOrder: 0 },
  },
};

/** Only the gateway, in front of subgraphs of all kinds, without a vault. */
const conformance = {
  resolve,
  test: {
    name: 'conformance',
    include: ['tests/conformance/**/*.test.ts'],
    exclude: [...elsewhere, vaultsConformance],
    maxWorkers: atOnce,
    isolate: false, // one file per behaviour; no file changes module state
    testTimeout: hangs,
    hookTimeout: hangs,
    sequence: { groupOrder: 0 },
  },
};

const e2e = {
  resolve,
  test: {
    name: 'e2e',
    include: ['tests/{e2e,chaos}/**/*.test.ts', vaultsConformance],
    exclude: elsewhere,
    globalSetup: existsSync(stackSetup) ? [stackSetup] : [],
    maxWorkers: atOnce,
    isolate: false, // no file changes its process
    testTimeout: hangs,
    hookTimeout: hangs,
    sequence: { groupOrder: 1 },
  },
};

export default defineConfig({
  test: {
    projects: [unit, conformance, e2e],
    reporters: ['./tests/support/reporter.ts'],
    teardownTimeout: 20_000,
  },
});
