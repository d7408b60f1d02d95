/** How the names of core's hooks begin, and no other's. */
export const coreHookName = /^(entity|document|user|organization|folder)\./;
