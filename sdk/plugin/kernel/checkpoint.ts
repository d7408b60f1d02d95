import { channel } from 'node:diagnostics_channel';

/** The places between an effect and what it leaves on record. */
export const checkpoints = [
  'saga.before-record',
  'saga.after-record',
  'outside.before-effect',
  'outside.after-effect',
  'participant.before-commit',
  'participant.after-commit',
  'relay.before-publish',
  'relay.after-publish',
  'relay.after-mark',
  'consumer.before-handler',
  'consumer.before-ack',
  'consumer.after-ack',
  'task.before-commit',
  'task.after-commit',
  'schedule.after-begin',
  'schedule.before-batch',
  'schedule.after-batch',
  'schedule.after-end',
  'switch.before-raise',
] as const;

type Checkpoint = (typeof checkpoints)[number];

const passed = channel('nimbusvault.checkpoint');

/** Says to the subscribers of the diagnostics channel `nimbusvault.checkpoint`, by name, that the process is at that place. */
export function checkpoint(name: Checkpoint): void {
  passed.publish(name);
}
