/** The messages that a subgraph sends, in the order of their positions. */
export const outboxRows = `(
  position bigint generated always as identity,
  org varchar(63) not null,
  id uuid not null,
  subject text not null,
  type text not null,
  actor uuid,
  request_id text not null,
  data json not null,
  created_at timestamptz not null,
  repeats jsonb,
  published_at timestamptz,
  stream text,
  stream_sequence bigint,
  primary key (org, id)
)`;

/**
 * A handler's record of a message: claimed, done, or failed and due again, or dead. A row that has ever been dead has
 * `dead_letter`, its id for people, and the `event`, because the stream forgets it.
 */
export const inboxRows = `(
  org varchar(63) not null,
  message_id uuid not null,
  handler text not null,
  taken_at timestamptz not null default now(),
  done_at timestamptz,
  attempts integer not null default 0,
  tried_at timestamptz,
  due_at timestamptz,
  error_code text,
  error_message text,
  dead_at timestamptz,
  dead_letter uuid,
  event json,
  replays jsonb not null default '[]',
  primary key (org, message_id, handler)
)`;

export const taskRows = `(
  org varchar(63) not null,
  id uuid not null,
  name text not null,
  enqueued_at timestamptz not null,
  progress jsonb,
  primary key (org, id)
)`;

/** The current state of a run; the values, the progress and the messages of its steps are in `state`. */
export const sagaRows = `(
  org varchar(63) not null,
  id uuid not null,
  workflow text not null,
  workflow_version integer not null,
  status text not null,
  state json not null,
  revision integer not null,
  owner integer,
  due_at timestamptz,
  wish json,
  idempotency_key text,
  actor uuid,
  roles json not null,
  request_id text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org, id),
  unique (org, idempotency_key)
)`;

/** The answers of participants to the runs of this subgraph. */
export const replyRows = `(
  org varchar(63) not null,
  run uuid not null,
  step text not null,
  plugin text not null,
  direction text not null,
  attempt integer not null,
  failure json,
  created_at timestamptz not null,
  primary key (org, run, step, plugin, direction, attempt)
)`;

/** The work of this subgraph as a participant in the runs of others, with the data that its undo needs. */
export const participationRows = `(
  org varchar(63) not null,
  run uuid not null,
  step text not null,
  phase text not null,
  written json not null,
  changed_at timestamptz not null default now(),
  primary key (org, run, step)
)`;

/** The users whose access has ended, and the run that ended it; `version` grows with each change. */
export const revocationRows = `(
  org varchar(63) not null,
  user_id uuid not null,
  run uuid not null,
  is_revoked boolean not null,
  version integer not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (org, user_id)
)`;

/** The organizations of the vault, as core has listed them: core's own rows, and a copy in each subgraph that has schedules. */
export const organizationRows = `(
  org varchar(63) collate "C" not null,
  shard smallint not null,
  is_gone boolean not null default false,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (org)
)`;

/**
 * The schedules of this subgraph, which belong to no organization. All times up to `settled_at` are settled; while `fires_for` is set, the
 * organizations up to `last_org` have their task.
 */
export const scheduleRows = `(
  org varchar(63) not null,
  name text not null,
  cron text not null,
  time_zone text not null,
  known_at timestamptz not null default now(),
  settled_at timestamptz not null,
  fires_for timestamptz,
  began_at timestamptz,
  last_org varchar(63) not null default '',
  organizations integer not null default 0,
  last json,
  primary key (org, name)
)`;

/** The position up to which this subgraph has settled the messages of each of its consumers, in a stream that was made at `origin`. */
export const positionRows = `(
  org varchar(63) not null,
  stream text not null,
  durable text not null,
  origin text not null,
  sequence bigint not null,
  primary key (org, stream, durable)
)`;

/** The settings that organizations have made for this plugin: by field, secrets encrypted. */
export const settingsRows = `(
  org varchar(63) not null,
  stored jsonb not null,
  changed_at timestamptz not null default now(),
  primary key (org)
)`;

/** Whether an organization has turned this plugin on or off; on where there is no row. `forgotten` counts, by type, what was not kept while it was off. */
export const switchRows = `(
  org varchar(63) not null,
  is_on boolean not null,
  version integer not null,
  forgotten jsonb not null default '{}',
  changed_at timestamptz not null default clock_timestamp(),
  primary key (org)
)`;
