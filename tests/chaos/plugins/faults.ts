import { setTimeout as pause } from 'node:timers/promises';
import { between, type Fault } from '../../support/faults/strike.ts';
import { plugins, vendors, type Stage } from './stage.ts';
import type { Mood } from './startProxy.ts';

const moods: readonly Exclude<Mood, 'well'>[] = ['slow', 'throttling', 'garbage', 'down'];

/** kill -9 of each plugin and of each stand-in, and each vendor in each bad mood. */
export function faultsOf(stage: Stage): readonly Fault[] {
  const processes = [...plugins, ...vendors.map((vendor) => `${vendor} stand-in`)];
  const kills = processes.map((name) => ({ name: `${name}: kill -9`, strike: () => stage.kill(name) }));
  const troubles = vendors.flatMap((vendor) =>
    moods.map((mood): Fault => {
      const proxy = stage.proxies[vendor];
      return {
        name: `vendor of ${vendor}: ${mood}`,
        async strike(random) {
          proxy.mood = mood;
          await pause(between(random, 4_000, 9_000)).finally(() => (proxy.mood = 'well'));
        },
      };
    }),
  );
  return [...kills, ...troubles];
}
