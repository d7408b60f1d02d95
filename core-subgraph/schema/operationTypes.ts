/** The part of the runs of workflows and of dead letters that an operator sees. */
export const operationTypes = `
  "RUNNING and COMPENSATING go on by themselves; STUCK waits for a person; the others are over."
  enum SagaStatus {
    RUNNING
    COMPENSATING
    STUCK
    COMPLETED
    COMPENSATED
    RESOLVED
  }

  "One run of a workflow, in core or in a plugin."
  type Saga {
    id: ID!
    plugin: String!
    "With its version, as in offboard-user.v1."
    workflow: String!
    status: SagaStatus!
    createdAt: DateTime!
    updatedAt: DateTime!
    "The step that stopped it; null where none did."
    step: String
    code: String
    message: String
    "What each step did, why it failed, what was undone, and what people did, in this order."
    story: [SagaEvent!]
    "What the steps know, as JSON."
    context: String
  }

  "One thing that happened to a run."
  type SagaEvent {
    "forward, stopped, undone, retry, skip or resolve."
    kind: String!
    at: DateTime
    step: String!
    words: String!
  }

  "The newest runs, and the plugins that did not answer."
  type SagaList {
    sagas: [Saga!]!
    silent: [String!]!
  }

  "DEAD waits for a person; WAITING is tried again; DONE was done after a replay."
  enum DeadLetterState {
    DEAD
    WAITING
    DONE
  }

  "An event that a handler, or a task, could not do."
  type DeadLetter {
    id: ID!
    plugin: String!
    handler: String!
    "The event, as in document.archived.v1."
    type: String!
    state: DeadLetterState!
    "Since it was last replayed."
    attempts: Int!
    firstTriedAt: DateTime!
    lastTriedAt: DateTime!
    code: String!
    message: String!
    "What the event says, as JSON."
    data: String
    replays: [DeadLetterReplay!]
  }

  "Who replayed a dead letter, and why."
  type DeadLetterReplay {
    at: DateTime!
    by: String!
    reason: String
  }

  "The newest dead letters, and the plugins that did not answer."
  type DeadLetterList {
    deadLetters: [DeadLetter!]!
    silent: [String!]!
  }
`;
