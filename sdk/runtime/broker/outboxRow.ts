/** A message that waits to be published. */
export interface OutboxRow {
  readonly position: string;
  readonly org: string;
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly actor: string | null;
  readonly request_id: string;
  /** As JSON. */
  readonly data: string;
  readonly created_at: Date;
  /** Set where the row says again, to one handler, what was said before. */
  readonly repeats: Repetition | null;
}

/** The event that is said again, who said it first, and the handler that it is said to. */
export interface Repetition {
  readonly id: string;
  readonly source: string;
  readonly plugin: string;
  readonly handler: string;
}
