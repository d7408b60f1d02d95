import { freeze, kill } from '../../support/faults/afflictions.ts';
import { outagesOf } from '../../support/faults/outages.ts';
import type { Random } from '@nimbusvault/testing';
import { between, type Fault } from '../../support/faults/strike.ts';
import type { SubgraphProcess } from '../../support/faults/subgraphProcess.ts';
import type { Stage } from './stage.ts';

/** All faults of the stage; none lasts longer than `longestMs`. */
export function faultsOf(
  { servers, processes }: Pick<Stage, 'servers' | 'processes'>,
  longestMs = 3_000,
): readonly Fault[] {
  const { wipeBroker, crashDatabase } = outagesOf(servers);
  const span = (random: Random) => between(random, 0, longestMs);
  const any = (random: Random) => processes[Math.floor(random() * processes.length)] as SubgraphProcess;
  return [
    { name: 'one process: kill -9', strike: (random) => kill(any(random), span(random)) },
    { name: 'one process: SIGSTOP', strike: (random) => freeze(any(random), span(random)) },
    {
      name: 'all processes: kill -9',
      strike: async (random) => void (await Promise.all(processes.map((each) => kill(each, span(random))))),
    },
    { name: 'broker: kill -9, store wiped', strike: (random) => wipeBroker(span(random)) },
    { name: 'PostgreSQL: immediate stop', strike: (random) => crashDatabase(span(random)) },
  ];
}
