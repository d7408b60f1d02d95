export { checkSettings } from './checkSettings.ts';
export { importSettings } from './importSettings.ts';
export { findFaults } from './findFaults.ts';
