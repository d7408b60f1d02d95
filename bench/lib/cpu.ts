import { readdirSync, readFileSync } from 'node:fs';

const ticksInSecond = 100;

/** The CPU seconds so far of this process and of all that it started, directly or not, without `others` and what they started. */
export function cpuOfAll(others: readonly (number | undefined)[] = []): number {
  const children = Map.groupBy(readProcesses(), ({ parent }) => parent);
  const sum = (pid: number): number =>
    (children.get(pid) ?? [])
      .filter((child) => !others.includes(child.pid))
      .reduce((all, child) => all + child.ticks + sum(child.pid), 0);
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000 + sum(process.pid) / ticksInSecond;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** With those of its children that have ended. */
  readonly ticks: number;
}

function readProcesses(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readProcess(Number(name)) : []));
}

function readProcess(pid: number): readonly Process[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = fields.slice(11, 15).reduce((all, field) => all + Number(field), 0);
    return [{ pid, parent: Number(fields[1]), ticks }];
  } catch {
    return []; // the process has ended meanwhile
  }
}
