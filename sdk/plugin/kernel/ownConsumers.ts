import { catchUpConsumers } from './catchUpConsumer.ts';
import { coreName } from './settings.ts';
import { streams, subjects } from './subjects.ts';

/** A durable consumer, and the messages that it may receive, with `*` and `>`. */
interface OwnConsumer {
  readonly stream: string;
  readonly durable: string;
  readonly filter: string;
}

/** The consumers that a plugin can have, by its name alone: of any hook, of its own tasks, its own steps and the replies to it; and core's, of the plugins' reports. */
export function ownConsumers(plugin: string): readonly OwnConsumer[] {
  const { hooks, tasks, steps, saga, dlq } = streams;
  return [
    ...[plugin, ...catchUpConsumers(plugin)].map((durable) => ({
      stream: hooks.name,
      durable,
      filter: subjects.allHooks,
    })),
    { stream: tasks.name, durable: plugin, filter: subjects.tasksOf(plugin) },
    { stream: steps.name, durable: plugin, filter: subjects.stepsOf(plugin) },
    { stream: steps.name, durable: `${plugin}-replies`, filter: subjects.repliesTo(plugin) },
    ...(plugin === coreName
      ? [
          { stream: dlq.name, durable: plugin, filter: subjects.allDeadLetters },
          { stream: saga.name, durable: plugin, filter: subjects.allStuckRuns },
          { stream: hooks.name, durable: `${plugin}-reports`, filter: subjects.allChangesOfSettings },
        ]
      : []),
  ];
}
