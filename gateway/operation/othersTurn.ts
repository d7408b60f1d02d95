/** What is large takes its time: other requests are looked at in between. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
