import type { VaultLog } from '@nimbusvault/sdk/kernel';

const nothing = () => {};

/** For callers that report failures themselves. */
export const quietLog: VaultLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };
