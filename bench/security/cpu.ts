import { readdirSync, readFileSync } from 'node:fs';

const ticksInSecond = 100;

/** The CPU seconds of the PostgreSQL processes that serve a database now: each has the database's name in its title. */
export function cpuOfBackends(database: string): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => servesIn(pid, database)).reduce((sum, pid) => sum + cpuOf(pid), 0);
}

function servesIn(pid: string, database: string): boolean {
  const title = readOf(pid, 'cmdline');
  return title.startsWith('postgres: ') && title.includes(` ${database} `);
}

function cpuOf(pid: string): number {
  const fields = readOf(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksInSecond;
}

function readOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // the process has ended meanwhile
  }
}
