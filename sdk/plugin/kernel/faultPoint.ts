/** The places at which a test can kill a process: between an effect and what it leaves on record. */
export const faultPoints = [
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
] as const;

type FaultPoint = (typeof faultPoints)[number];

const [armed, passes = '1'] = (process.env['NIMBUS_FAULT_POINT'] ?? '').split(':');
let left = Number(passes);

/** Kills the process, as kill -9 does, where NIMBUS_FAULT_POINT names the point: `saga.after-record:2` at its second pass. */
export function faultPoint(name: FaultPoint): void {
  if (name !== armed) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}
