import { readFileSync } from 'node:fs';

const shells = new Set(['sh', 'dash', 'bash']);

/**
 * Returns true while the npm that runs this process as a script is alive. npm passes no signal through the shell that it
 * starts scripts with, and therefore cannot be waited for. Always true if npm did not start this process.
 */
export function npmAbove() {
  if (!process.env.npm_lifecycle_event) return () => true;
  const above = lineage();
  return () => lineage() === above;
}

function lineage() {
  const { name, parent } = processStatus(process.ppid);
  return shells.has(name) ? `${process.ppid} ${parent}` : `${process.ppid}`;
}

function processStatus(pid) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return { name, parent };
  } catch {
    return { name: '', parent: '' };
  }
}
