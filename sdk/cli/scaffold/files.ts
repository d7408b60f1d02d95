/** Files to write: paths with "/" within the plugin's folder, and their texts. */
export type Files = Readonly<Record<string, string>>;

/** The parts that a new plugin begins with. */
export interface Parts {
  /** `entity.archived`: a hook of core to handle; none by default. */
  readonly hook?: string | undefined;
  /** `user-offboarding`: a point of core's workflows to take part in; none by default. */
  readonly participant?: string | undefined;
  /** A client of an outside system, with its setting and its test. */
  readonly client?: boolean | undefined;
  /** Whether the rows of its entity can be searched; not by default. */
  readonly search?: boolean | undefined;
  /** Whether a task of it is scheduled. */
  readonly schedule?: boolean;
  /** One field of Query, and no data. */
  readonly bare: boolean;
}
