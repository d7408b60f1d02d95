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
  /** Set if the row repeats an earlier message for one handler. */
  readonly repeats: Repetition | null;
}

/** The repeated event, its original publisher, and the handler that it is repeated for. */
export interface Repetition {
  readonly id: string;
  readonly source: string;
  readonly plugin: string;
  readonly handler: string;
}
