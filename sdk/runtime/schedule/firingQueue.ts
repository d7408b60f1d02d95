import type pg from 'pg';

const shortest = 8;
const longest = 64;

/** A task that a firing has enqueued. */
export interface EnqueuedTask {
  readonly org: string;
  readonly id: string;
}

/**
 * The tasks of a firing that no process has begun. They are few, because whatever the plugin enqueues meanwhile waits behind them; more where
 * they are begun faster than this process looks.
 */
export interface FiringQueue {
  /** The number of tasks that may follow now. */
  room(database: pg.Client): Promise<number>;
  add(tasks: readonly EnqueuedTask[]): void;
}

/** A queue of which nothing is known: of one that an ended process has filled, this one counts nothing. */
export function createFiringQueue(): FiringQueue {
  let length = shortest;
  let waiting: readonly EnqueuedTask[] = [];
  return {
    async room(database) {
      const before = waiting.length;
      waiting = await notBegun(waiting, database);
      if (before > 0 && waiting.length === 0) length = Math.min(length * 2, longest);
      if (waiting.length <= length / 2) return length - waiting.length;
      length = Math.max(length - 1, shortest);
      return 0;
    },
    add(tasks) {
      waiting = [...waiting, ...tasks];
    },
  };
}

// A task that has failed, or whose organization has turned the plugin off, is in the inbox too: it does not stand in the queue.
const notBegunSql = `
  select org, id from json_to_recordset($1) as task(org text, id uuid)
   where not exists (select from inbox where inbox.org = task.org and inbox.message_id = task.id)`;

async function notBegun(
  tasks: readonly EnqueuedTask[],
  database: pg.Client,
): Promise<readonly EnqueuedTask[]> {
  if (tasks.length === 0) return tasks;
  return (await database.query<EnqueuedTask>(notBegunSql, [JSON.stringify(tasks)])).rows;
}
