import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Identity } from '../process/command.ts';

// The user `nobody` of every Linux distribution; PostgreSQL refuses to run as root.
const nobody = 65_534;
const mayEnter = 0o001;
const mayRead = 0o004;

/** The user that PostgreSQL must run as to be no root and to reach its program and folder; undefined if we are not root. */
export function postgresIdentity(program: string, folder: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const isOpen = othersMay(program, mayRead | mayEnter) && isReachable(program) && isReachable(folder);
  return { uid: nobody, gid: nobody, reachesEverything: !isOpen };
}

function isReachable(path: string): boolean {
  const parent = dirname(path);
  return parent === path || (othersMay(parent, mayEnter) && isReachable(parent));
}

function othersMay(path: string, what: number): boolean {
  return (statSync(path).mode & what) === what;
}
