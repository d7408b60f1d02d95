/** The part of the runs of workflows and of dead letters that an operator sees. */
export const operationTypes = `
  "RUNNING and COMPENSATING continue automatically; STUCK waits for an operator; the others are final."
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
    "With its version, such as offboard-user.v1."
    workflow: String!
    status: SagaStatus!
    createdAt: DateTime!
    updatedAt: DateTime!
    "True if no process has continued it for 30 s, although it is due: the processes that run may lack its workflow."
    isLeftAlone: Boolean!
    "The step that stopped it; null if none did."
    step: String
    code: String
    message: String
    "Its events in their order: the ends and the failures of its steps, what was undone, and the acts of operators."
    story: [SagaEvent!]
    "The values of the steps, as JSON."
    context: String
  }

  "One event of a run."
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

  "DEAD waits for an operator; WAITING will be retried; DONE was done after a replay."
  enum DeadLetterState {
    DEAD
    WAITING
    DONE
  }

  "An event that a handler, or a task, could not process."
  type DeadLetter {
    id: ID!
    plugin: String!
    handler: String!
    "The type of the event, such as document.archived.v1."
    type: String!
    state: DeadLetterState!
    "Since it was last replayed."
    attempts: Int!
    firstTriedAt: DateTime!
    lastTriedAt: DateTime!
    code: String!
    message: String!
    "The payload of the event, as JSON."
    data: String
    replays: [DeadLetterReplay!]
  }

  "A replay of a dead letter: its author, time and reason."
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

  "A plugin in the organization."
  type PluginState {
    name: String!
    "False if an admin of the organization has turned it off."
    isEnabled: Boolean!
    "The time at which it was last turned on or off; null if it never was."
    changedAt: DateTime
    "The number of events and tasks that wait until it is turned on; after that, the number that waited."
    waiting: Int!
    "The events and tasks that came while it was turned off, and were kept no longer."
    forgotten: [ForgottenEvents!]!
  }

  "The number of events of one type, such as document.archived.v1."
  type ForgottenEvents {
    type: String!
    number: Int!
  }

  "The active plugins, and those that did not answer."
  type PluginList {
    plugins: [PluginState!]!
    silent: [String!]!
  }
`;
