export { logFaults } from './logFaults.ts';
export { openLog } from './openLog.ts';
export { print, say } from './say.ts';
