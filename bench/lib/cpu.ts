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
  return pids().flatMap(readProcess);
}

function readProcess(pid: number): readonly Process[] {
  const fields = statOf(pid);
  const ticks = fields.slice(11, 15).reduce((all, field) => all + Number(field), 0);
  return fields.length === 0 ? [] : [{ pid, parent: Number(fields[1]), ticks }];
}

/** The CPU seconds of the PostgreSQL processes that serve a database now: each has the database's name in its title. */
export function cpuOfBackends(database: string): number {
  const backends = pids().filter((pid) => servesIn(pid, database));
  const ticks = backends.flatMap((pid) => statOf(pid).slice(11, 13).map(Number));
  return ticks.reduce((all, each) => all + each, 0) / ticksInSecond;
}

function servesIn(pid: number, database: string): boolean {
  const title = readOf(pid, 'cmdline');
  return title.startsWith('postgres: ') && title.includes(` ${database} `);
}

function pids(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** The fields of /proc/<pid>/stat behind the name: the state, the parent …; none for a process that has ended. */
function statOf(pid: number): readonly string[] {
  return readOf(pid, 'stat').split(') ').slice(1).at(-1)?.split(' ') ?? [];
}

function readOf(pid: number, file: 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // the process has ended meanwhile
  }
}
