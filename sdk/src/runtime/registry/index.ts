export { announceInstance, type Announced } from './announceInstance.ts';
export { followRegistry, type Following, type FollowOptions } from './followRegistry.ts';
export { quietLog } from './quietLog.ts';
export { releaseOf } from './releaseOf.ts';
