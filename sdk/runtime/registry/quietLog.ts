import type { VaultLog } from '@nimbusvault/sdk/kernel';

const nothing = () => {};

/** For those who tell by themselves what went wrong. */
export const quietLog: VaultLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };
