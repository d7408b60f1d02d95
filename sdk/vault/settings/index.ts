export { checkSettings } from './checkSettings.ts';
export { findFaults } from './findFaults.ts';
