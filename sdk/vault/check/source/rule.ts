import type { CheckCode, Finding } from './finding.ts';
import type { PluginSources } from './source.ts';

/** A line of the checklist: what it is about, why, and where a plugin breaks it. */
export interface Rule {
  readonly code: CheckCode;
  readonly title: string;
  /** For whoever asks `nimbus explain`. */
  readonly explain: string;
  find(plugin: PluginSources): readonly Fault[];
}

/** The place where a rule is broken. */
export type Fault = Omit<Finding, 'code' | 'severity'>;
