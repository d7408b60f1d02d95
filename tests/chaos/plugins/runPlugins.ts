import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '@nimbusvault/testing';
import { strikeUntilOver, type Strike } from '../../support/faults/strike.ts';
import { examine } from './examine.ts';
import { faultsOf } from './faults.ts';
import { openLedger } from './ledger.ts';
import { load } from './load.ts';
import type { Stage } from './stage.ts';

/** An import that has failed some times waits some minutes. */
const patienceMs = 420_000;

/** The shortest time for which faults strike, and the seed of their order. */
interface PluginsPlan {
  readonly seconds: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
}

/** The outcome of a run. */
interface PluginsEnd {
  readonly asked: number;
  readonly documents: number;
  readonly imports: number;
  readonly replayed: number;
  /** The number of answers by outcome, and of errors by code. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly strikes: readonly Strike[];
  readonly violations: readonly string[];
}

/** Uses all six plugins while their processes and their vendors fail, waits until it is quiet, and looks for what is lost or doubled. */
export async function runPlugins(stage: Stage, plan: PluginsPlan): Promise<PluginsEnd> {
  const began = performance.now();
  const tell = (line: string) =>
    plan.tell(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const random = seeded(plan.seed);
  const ledger = openLedger(stage);
  const [due, over] = [new AbortController(), new AbortController()];
  void pause(plan.seconds * 1_000).then(() => due.abort());
  const loading = load({ stage, ledger, random, over: over.signal });
  const schedule = { random, pauseMs: 2_500, over: due.signal, tell };
  const strikes = await strikeUntilOver(faultsOf(stage), schedule).finally(() => over.abort());
  const { members, violations } = await loading;
  tell('no more requests, no more faults');
  const end = await examine(stage, members, { patienceMs, tell });
  return {
    asked: ledger.asked(),
    documents: members.reduce((sum, { documents }) => sum + documents.length, 0),
    imports: members.filter(({ site }) => site !== undefined).length,
    replayed: end.replayed,
    outcomes: ledger.outcomes,
    strikes,
    violations: [...violations, ...ledger.violations(), ...end.violations],
  };
}
