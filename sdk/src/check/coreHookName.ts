import { coreNamespaces } from '../kernel/index.ts';

/** How the names of core's hooks begin, and no other's. */
export const coreHookName = new RegExp(`^(${coreNamespaces.join('|')})\\.`);
