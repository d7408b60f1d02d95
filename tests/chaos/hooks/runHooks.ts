import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '@nimbusvault/testing';
import { strikeUntilOver, type Fault, type Strike } from '../../support/faults/strike.ts';
import { examine, lookAt, untilQuiet, type Violation } from './examine.ts';
import { speak } from './speak.ts';
import type { Stage } from './stage.ts';

// A handler that has failed seven times waits half a minute.
const quietAfterMs = 60_000;
const tellEveryMs = 5_000;

/** The parameters of a run. `rate` is in events a second, `pauseMs` the longest pause between two faults. */
interface HooksRun {
  readonly events: number;
  readonly rate: number;
  readonly seed: number;
  readonly pauseMs: number;
  readonly faults: readonly Fault[];
  readonly tell: (line: string) => void;
}

/** The outcome of a run. */
interface HooksEnd {
  readonly committed: number;
  readonly effects: number;
  readonly seconds: number;
  readonly strikes: readonly Strike[];
  readonly violations: readonly Violation[];
}

/** Fires events while faults strike, waits until all is quiet, and looks for violations. */
export async function runHooks(stage: Stage, run: HooksRun): Promise<HooksEnd> {
  const began = performance.now();
  const { databaseUrl } = stage.servers;
  const [said, quiet] = [new AbortController(), new AbortController()];
  const tell = (line: string) =>
    run.tell(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const watching = watch(databaseUrl, tell, quiet.signal);
  const speaking = speak(stage, run).finally(() => said.abort());
  const random = seeded(run.seed);
  const striking = strikeUntilOver(run.faults, { ...run, random, over: said.signal, tell });
  const [accepted, strikes] = await Promise.all([speaking, striking]);
  tell('no more events, no more faults');
  await untilQuiet(databaseUrl, quietAfterMs);
  quiet.abort();
  await watching;
  const violations = await examine(databaseUrl, accepted);
  const { committed = 0, effects = 0 } = (await lookAt(databaseUrl)) ?? {};
  return { committed, effects, seconds: (performance.now() - began) / 1000, strikes, violations };
}

async function watch(databaseUrl: string, tell: (line: string) => void, over: AbortSignal): Promise<void> {
  for (;;) {
    await pause(tellEveryMs, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return;
    const progress = await lookAt(databaseUrl);
    if (!progress) continue;
    const { committed, unpublished, effects } = progress;
    tell(`${committed} events, ${unpublished} of them unpublished; ${effects} effects`);
  }
}
