/** A tree that breaks a rule, and what the rule must say to it. */
export interface Sin {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  /** The beginning of what the rule says: file, line and why. */
  readonly says: string;
}
