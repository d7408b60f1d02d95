import { channel } from 'node:diagnostics_channel';

/** The channel on which a process says what it begins to do. */
export const activities = channel('nimbusvault.activity');

/** Notes what this process begins to do, as words for its log: if it hangs, the last one is named there. */
export function noteActivity(what: string): void {
  if (activities.hasSubscribers) activities.publish(what);
}
