import { seeded } from '@nimbusvault/testing';
import { strikeUntilOver, type Fault, type Strike } from '../../support/faults/strike.ts';
import { ends, examine, untilQuiet, type Violation } from './examine.ts';
import type { Stage } from './stage.ts';
import { travel } from './travel.ts';

const quietAfterMs = 60_000;

/** The parameters of a run; `pauseMs` is the longest pause between two faults. */
interface SagasRun {
  readonly sagas: number;
  readonly seed: number;
  readonly pauseMs: number;
  readonly faults: readonly Fault[];
  readonly tell: (line: string) => void;
}

/** The outcome of a run. */
interface SagasEnd {
  readonly ends: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly strikes: readonly Strike[];
  readonly violations: readonly Violation[];
}

/** Runs sagas while faults strike, waits until all have ended, and looks for violations. */
export async function runSagas(stage: Stage, run: SagasRun): Promise<SagasEnd> {
  const began = performance.now();
  const over = new AbortController();
  const seconds = () => (performance.now() - began) / 1000;
  const tell = (line: string) => run.tell(`${seconds().toFixed(0).padStart(4)} s  ${line}`);
  const travelling = travel(stage, { ...run, tell }).finally(() => over.abort());
  const random = seeded(run.seed);
  const striking = strikeUntilOver(run.faults, { ...run, random, over: over.signal, tell });
  const [keys, strikes] = await Promise.all([travelling, striking]);
  tell('every client has its answer, and there are no more faults');
  await untilQuiet(stage, quietAfterMs);
  return { ends: await ends(stage), seconds: seconds(), strikes, violations: await examine(stage, keys) };
}
