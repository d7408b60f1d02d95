import type { CheckCode, Finding } from './finding.ts';
import type { PluginSources } from './source.ts';

/** An item of the checklist: its subject, its reason, and the places where a plugin breaks it. */
export interface Rule {
  readonly code: CheckCode;
  readonly title: string;
  /** The text of `nimbus explain`. */
  readonly explain: string;
  find(plugin: PluginSources): readonly Fault[];
}

/** A place where a rule is broken. */
export type Fault = Omit<Finding, 'code' | 'severity'>;
