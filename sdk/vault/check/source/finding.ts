/** A finding of a check: `file` is within the plugin's folder, `fix` is the remedy. */
export interface Finding {
  readonly code: CheckCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly fix: string;
}

/** The codes of findings; `nimbus explain <CODE>` explains each. */
export const checkCodes = [
  'PLUGIN_NAMES',
  'PLUGIN_LAYOUT',
  'PLUGIN_IMPORTS',
  'PLUGIN_OUTSIDE',
  'PLUGIN_UPGRADE',
  'PLUGIN_SERVICES',
  'PLUGIN_RESOLVERS',
  'PLUGIN_TENANT',
  'PLUGIN_SETTINGS',
  'PLUGIN_HOOKS',
  'PLUGIN_MIGRATIONS',
  'MIGRATION_EDITED',
  'MIGRATION_FAILED',
  'MIGRATION_MISSING',
  'INDEX_MISSING',
  'PLUGIN_SECRETS',
  'PLUGIN_README',
  'PLUGIN_FEDERATION',
  'PLUGIN_LOADS',
  'SCHEMA_COMPOSES',
  'SCHEMA_NULLABLE',
  'SCHEMA_LOOSENS',
  'SCHEMA_FAILURES',
  'SCHEMA_NODES',
  'SCHEMA_COMMITTED',
  'TYPES_COMMITTED',
  'SCHEMA_BREAKS',
  'PLUGIN_OPERATIONS',
  'SDK_VERSION',
] as const;

export type CheckCode = (typeof checkCodes)[number];
