/** The part of the record that an organization's admins see. */
export const auditTypes = `
  "DONE is done; ATTEMPTED was on record before it was done; REFUSED follows an attempt that came to nothing; UNDONE follows what was done."
  enum AuditOutcome {
    DONE
    ATTEMPTED
    REFUSED
    UNDONE
  }

  "Something that somebody did, and who, when and why. Nobody can change or delete it."
  type AuditEntry {
    id: ID!
    at: DateTime!
    "Null for an actor who is not a user of the organization, as at the command line."
    actor: User
    "Who did it, in words: the username of that time and the id, or the name at the command line."
    by: String!
    "As in user.role-changed or saga.retried."
    action: String!
    outcome: AuditOutcome!
    "As in User, Saga or DeadLetter."
    subjectType: String!
    subjectId: ID!
    reason: String
    "More of it, as JSON."
    details: String
    "Of the request in which it was done, as in the logs."
    requestId: String!
  }
`;
