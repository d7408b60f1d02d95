/** A tree that breaks a rule, and the violation that the rule must report. */
export interface Sin {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  /** The beginning of the reported violation: file, line and reason. */
  readonly says: string;
}
