import { coreNamespaces } from '@nimbusvault/sdk/kernel';

/** How the names of core's hooks begin, and no other's. */
export const coreHookName = new RegExp(`^(${coreNamespaces.join('|')})\\.`);
