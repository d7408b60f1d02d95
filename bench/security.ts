import { atMost, print, quantile } from './lib/figures.ts';
import { startArms, type Arm } from './security/arms.ts';
import { cpuOfBackends } from './lib/cpu.ts';
import { openDatabases } from './security/databases.ts';
import { openLoad } from './security/load.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 20);
const warmingMs = 20_000;
const aloneMs = 2_000;
const roundMs = 4_000;
const clients = 8;

const switches = {
  all: { identity: true, rowSecurity: true },
  'no row security': { identity: true, rowSecurity: false },
  'no identity': { identity: false, rowSecurity: true },
  neither: { identity: false, rowSecurity: false },
};
type ArmName = keyof typeof switches;

/**
 * The cost of identity and row security for a query of one entity: the same with and without, each arm with its own gateway, core and
 * database, queried in turn. All figures are the cost of one request of one arm in one round, in ms.
 */
interface Round {
  readonly p50: number;
  /** The CPU of all processes, and of each. */
  readonly cpu: number;
  readonly gateway: number;
  readonly core: number;
  readonly postgres: number;
}

await using databases = await openDatabases();
await using started = await startArms(switches, databases);
const arms = started.all;
const measured = new Map<string, Round[]>(arms.map(({ name }) => [name, []]));
const load = openLoad(arms, databases.questions);
await load.run(clients, warmingMs);
for (let round = 1; round <= rounds; round += 1) {
  await measure();
  console.error(`${round} of ${rounds} rounds`);
}
await load.close();

console.table(
  arms.map(({ name }) => ({
    arm: name,
    'p50, ms': shown(name, 'p50'),
    'CPU, ms': shown(name, 'cpu'),
    gateway: shown(name, 'gateway'),
    core: shown(name, 'core'),
    PostgreSQL: shown(name, 'postgres'),
  })),
);
print([
  atMost('identity and row security: CPU, share of a query without', added('all', 'cpu'), 0.15),
  atMost('identity and row security: p50, share of a query without', added('all', 'p50'), 0.15),
  atMost('identity alone: CPU', added('no row security', 'cpu'), 0.15),
  atMost('row security alone: CPU', added('no identity', 'cpu'), 0.15),
]);

/** One client for the times, many for the CPU. */
async function measure(): Promise<void> {
  const alone = await load.run(1, aloneMs);
  const before = new Map(arms.map((arm) => [arm.name, cpuOf(arm)]));
  const many = await load.run(clients, roundMs);
  for (const arm of arms) {
    const [began, ended, { length }] = [before.get(arm.name), cpuOf(arm), many.get(arm.name) ?? []];
    const spent = (part: 'gateway' | 'core' | 'postgres') =>
      ((ended[part] - (began?.[part] ?? NaN)) * 1_000) / length;
    const [gateway, core, postgres] = [spent('gateway'), spent('core'), spent('postgres')];
    if (!(gateway > 0 && core > 0))
      throw new Error(`${arm.name} has used no CPU: another process does its work.`);
    const p50 = quantile(alone.get(arm.name) ?? [], 0.5);
    measured.get(arm.name)?.push({ p50, cpu: gateway + core + postgres, gateway, core, postgres });
  }
}

function cpuOf({ gateway, core, database }: Arm) {
  return { gateway: gateway.cpu(), core: core.cpu(), postgres: cpuOfBackends(database) };
}

/** The extra cost of an arm over the arm with neither, as a share of the latter: the median of the shares of all rounds. */
function added(arm: ArmName, part: keyof Round): number {
  const without = valuesOf('neither', part);
  return quantile(
    valuesOf(arm, part).map((value, round) => value / (without[round] ?? NaN) - 1),
    0.5,
  );
}

function valuesOf(arm: string, part: keyof Round): readonly number[] {
  return (measured.get(arm) ?? []).map((round) => round[part]);
}

function shown(arm: string, part: keyof Round): number {
  return Number(quantile(valuesOf(arm, part), 0.5).toFixed(3));
}
