/** Progress is for people: on stderr. */
export function tell(line: string): void {
  console.error(line);
}
