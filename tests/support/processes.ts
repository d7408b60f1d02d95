import { readdirSync, readFileSync } from 'node:fs';

/** All descendants of the process `pid`. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map(allProcesses().map((each) => [each, statusOf(each)?.parent]));
  const childrenOf = (parent: number) => [...parents.keys()].filter((each) => parents.get(each) === parent);
  const below = (parent: number): number[] => childrenOf(parent).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** True while the process runs; a zombie does not run. */
export function isRunning(pid: number): boolean {
  return (statusOf(pid)?.state ?? 'Z') !== 'Z';
}

function allProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function statusOf(pid: number): { state: string; parent: number } | undefined {
  try {
    const [state = '', parent] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return undefined; // the process has ended meanwhile
  }
}
