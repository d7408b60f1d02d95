import { say } from '@nimbusvault/runtime/output';

/** Progress is written to stderr, for people. */
export function tell(line: string): void {
  say(line);
}
