import { defineMigration } from '@nimbusvault/sdk';

/** The newest entries of an actor, of an action and on a subject: what callers filter the audit log by. */
export const indexAudit = defineMigration('20261130-index-audit', {
  up: [
    `create index audit_entry_by_actor on audit_entry (org, actor_id, at desc, id desc)`,
    `create index audit_entry_by_action on audit_entry (org, action, at desc, id desc)`,
    `create index audit_entry_by_subject on audit_entry (org, subject_type, subject_id, at desc, id desc)`,
  ],
  down: [
    `drop index audit_entry_by_subject`,
    `drop index audit_entry_by_action`,
    `drop index audit_entry_by_actor`,
  ],
});
