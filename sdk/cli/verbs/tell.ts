/** Progress is written to stderr, for people. */
export function tell(line: string): void {
  console.error(line);
}
