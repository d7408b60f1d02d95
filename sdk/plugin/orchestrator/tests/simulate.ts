import { apply, beginning, isOver, type SagaEvent } from '../machine.ts';
import { messagesOf } from '../messages.ts';
import { next } from '../next.ts';
import type { SagaState } from '../saga.ts';
import type { Workflow } from '../workflow.ts';
import { createWorld, type World } from './createWorld.ts';
import { seeded, type Random } from '@nimbusvault/testing';
import { randomWorkflow } from './randomWorkflow.ts';

/** The record of the run, and its messages. */
interface Record {
  state: SagaState;
  revision: number;
  readonly said: string[];
}

/** A process: the state that it assumes, and the event that it is about to record. */
interface Worker {
  state: SagaState;
  revision: number;
  events?: readonly SagaEvent[] | undefined;
  /** The steps whose intent it has just recorded. */
  untried: readonly string[];
}

/** A run in a world in which everything can fail, played to its end. */
export interface Played {
  readonly seed: number;
  readonly workflow: Workflow;
  readonly state: SagaState;
  readonly said: readonly string[];
  /** For each step: the number of times that its effect existed at the end, 1 or 0. */
  readonly effects: ReadonlyMap<string, number>;
  readonly crashes: number;
}

const mostMoves = 5_000;
const name = { id: '0000000c-0000-4000-8000-00000000000c', org: 'acme', plugin: 'Core' };

/**
 * Plays one run by a seed: a random plan, steps that fail in every way, processes that die between an effect and its
 * record and are replaced, and others that believe that they still own it.
 */
export function simulate(seed: number): Played {
  const random = seeded(seed);
  const workflow = randomWorkflow(random);
  const world = createWorld(random);
  const record: Record = { state: beginning({}), revision: 0, said: [] };
  let workers: Worker[] = [{ state: record.state, revision: 0, untried: [] }];
  let [now, crashes] = [0, 0];
  for (let move = 0; move < mostMoves; move += 1) {
    if (isOver(record.state)) break;
    if (record.state.status === 'stuck') intervene(workflow, record, { random, now });
    if (random() < 0.1) {
      crashes += 1;
      // The replaced process is dead, or only believed to be.
      if (random() < 0.7) workers = workers.slice(1);
      record.revision += 1;
      workers.push({ state: record.state, revision: record.revision, untried: [] });
    }
    const worker = workers[Math.floor(random() * workers.length)];
    if (!worker) continue;
    if (worker.events) putOnRecord(workflow, { record, worker, world });
    else now = act(workflow, { worker, world, now });
    if (worker.revision < record.revision && !worker.events)
      workers = workers.filter((each) => each !== worker);
    if (workers.length === 0) workers.push({ state: record.state, revision: record.revision, untried: [] });
  }
  return { seed, workflow, state: record.state, said: record.said, effects: world.effects, crashes };
}

interface Scene {
  readonly worker: Worker;
  readonly world: World;
  readonly now: number;
}

/** Performs the next action without recording it; returns the new time. */
function act(workflow: Workflow, { worker, world, now }: Scene): number {
  const action = next(workflow, worker.state, now);
  if (action.do === 'wait') return action.until;
  worker.events =
    action.do === 'rest' ? undefined : world.perform(action, { at: now + 1, untried: worker.untried });
  return now + 1;
}

/** One transaction: the row, its messages, and the effects of local steps; or nothing, if another process was first. */
function putOnRecord(
  workflow: Workflow,
  { record, worker, world }: { record: Record; worker: Worker; world: World },
): void {
  const { events = [] } = worker;
  worker.events = undefined;
  if (worker.revision !== record.revision) return;
  const before = record.state;
  record.state = events.reduce((state, event) => apply(workflow, state, event), before);
  record.revision += 1;
  world.commit(events);
  const messages = messagesOf({ ...name, workflow }, before, record.state);
  record.said.push(...messages.map(({ subject }) => subject.split('.').slice(5).join('.')));
  const untried = events.flatMap((event) =>
    event.type === 'started' ? event.keys.map(({ step }) => step) : [],
  );
  Object.assign(worker, { state: record.state, revision: record.revision, untried });
}

/** An operator's usual commands. */
function intervene(
  workflow: Workflow,
  record: Record,
  { random, now }: { random: Random; now: number },
): void {
  if (random() < 0.5) return;
  const event: SagaEvent = { type: 'retried', by: 'grace', reason: null, at: now };
  record.state = apply(workflow, record.state, event);
  record.revision += 1;
}
