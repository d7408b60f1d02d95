/** An operation that the explorer offers in a tab at the first visit. */
export interface Example {
  query: string;
  /** JSON. */
  variables?: string;
}
