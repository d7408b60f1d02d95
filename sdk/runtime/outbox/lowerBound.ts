import type pg from 'pg';

const advanceEveryMs = 1_000;

/** The position after which the look for new messages begins, so that it walks over none that was published long ago. */
export interface LowerBound {
  readonly position: number;
  /** Called when everything that a look found is published; `newest` is the highest position that any look has found. */
  advance(newest: number, database: pg.Client): Promise<void>;
}

interface Candidate {
  readonly position: number;
  /** The transactions that may still commit messages up to that position. */
  readonly writers: ReadonlySet<string>;
}

/**
 * Transactions commit in another order than that of their positions. A position is settled when all transactions that wrote while
 * it was the newest have ended; the bound follows after one more look, which finds what they committed.
 */
export function createLowerBound(): LowerBound {
  let [bound, settled, dueAt] = [0, 0, 0];
  let candidate: Candidate | undefined;
  return {
    get position() {
      return bound;
    },
    async advance(newest, database) {
      if (newest <= bound || Date.now() < dueAt) return;
      dueAt = Date.now() + advanceEveryMs;
      bound = settled;
      const writers = await readWriters(database);
      if (candidate?.writers.isDisjointFrom(writers)) {
        settled = candidate.position;
        candidate = undefined;
      }
      candidate ??= { position: newest, writers };
    },
  };
}

/** An insert takes this lock before it takes a position, and holds it until its transaction ends. */
async function readWriters(database: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ writer: string }>({
    name: 'read-writers',
    text: `select virtualtransaction as writer from pg_locks
            where relation = 'outbox'::regclass and mode = 'RowExclusiveLock' and pid is distinct from pg_backend_pid()
              and database = (select oid from pg_database where datname = current_database())`,
  });
  return new Set(rows.map(({ writer }) => writer));
}
