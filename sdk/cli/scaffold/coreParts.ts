import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Files } from './files.ts';
import { fillTemplates } from './templates.ts';

const hooks: Readonly<Record<string, string>> = {
  'entity.created': 'entityCreated',
  'entity.updated': 'entityUpdated',
  'entity.archived': 'entityArchived',
  'entity.restored': 'entityRestored',
  'entity.deleted': 'entityDeleted',
  'run.stuck': 'runStuck',
  'letter.dead': 'letterDead',
};

const points: Readonly<Record<string, { readonly point: string; readonly subject: string }>> = {
  'user-offboarding': { point: 'userOffboarding', subject: 'userId' },
  'document-transfer': { point: 'documentTransfer', subject: 'documentId' },
};

/** Returns the skeleton of a handler of a hook of core, by either of its names. Throws BAD_USER_INPUT for a hook that core does not have. */
export function hookFiles(name: string): Files {
  const hookName = Object.keys(hooks).find((key) => hooks[key] === name) ?? name;
  const template = hookName === 'entity.deleted' ? 'hookWhenOff' : 'hook';
  return fillTemplates(template, { hookName, hook: known(hooks, hookName, 'hook') });
}

/** Returns the skeleton of a part in a workflow of core. Throws BAD_USER_INPUT for a point that core does not have. */
export function participantFiles(pointName: string): Files {
  return fillTemplates('participant', { pointName, ...known(points, pointName, 'participant') });
}

function known<T>(table: Readonly<Record<string, T>>, name: string, flag: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found) return found;
  const names = Object.keys(table).join(', ');
  throw new VaultError('BAD_USER_INPUT', `Core has no "${name}". --${flag} must be one of: ${names}.`);
}
