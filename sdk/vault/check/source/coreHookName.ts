import { coreNamespaces } from '@nimbusvault/sdk/kernel';

/** The prefix of the names of core's hooks, which no plugin may use. */
export const coreHookName = new RegExp(`^(${coreNamespaces.join('|')})\\.`);
