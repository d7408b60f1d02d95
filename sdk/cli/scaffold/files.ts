/** Files to write: paths with "/" within the plugin's folder, and their texts. */
export type Files = Readonly<Record<string, string>>;

/** Which parts a new plugin begins with. */
export interface Parts {
  /** `entity.archived`: a hook of core to hear; none unless given. */
  readonly hook?: string | undefined;
  /** `user-offboarding`: a point of core's workflows to take part in; none unless given. */
  readonly participant?: string | undefined;
  /** One field of Query, and no data. */
  readonly bare: boolean;
}
