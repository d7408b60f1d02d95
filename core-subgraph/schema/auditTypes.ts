/** The part of the audit log that an organization's admins see. */
export const auditTypes = `
  "DONE: done; ATTEMPTED: recorded before it was done; REFUSED: follows an attempt that failed; UNDONE: follows an action that was undone."
  enum AuditOutcome {
    DONE
    ATTEMPTED
    REFUSED
    UNDONE
  }

  "An action, with its author, time and reason. Nobody can change or delete the entry."
  type AuditEntry {
    id: ID!
    at: DateTime!
    "Null for an actor who is not a user of the organization, for instance on the command line."
    actor: User
    "The author in words: the username of that time and the id, or the name on the command line."
    by: String!
    "Such as user.role-changed or saga.retried."
    action: String!
    outcome: AuditOutcome!
    "Such as User, Saga or DeadLetter."
    subjectType: String!
    subjectId: ID!
    reason: String
    "Details, as JSON."
    details: String
    "The id of the request in which it was done, as in the logs."
    requestId: String!
  }
`;
