import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Client } from '@nimbusvault/testing';

const pauseMs = 20;

/** A load of one query. */
interface Load {
  /** Stops the load; returns every answer that `isGood` did not accept. */
  stop(): Promise<{ readonly asked: number; readonly bad: readonly Answer[] }>;
}

/** Sends the same query from four callers, about every five milliseconds; a gap in the service is seen, and the machine keeps time for what is tested. */
export function askSteadily(client: Client, query: string, isGood: (answer: Answer) => boolean): Load {
  const over = new AbortController();
  const bad: Answer[] = [];
  let asked = 0;
  const caller = async () => {
    while (!over.signal.aborted) {
      const answer = await client.query(query).catch(unanswered);
      asked += 1;
      if (!isGood(answer)) bad.push(answer);
      await pause(pauseMs);
    }
  };
  const callers = Promise.all([caller(), caller(), caller(), caller()]);
  return {
    async stop() {
      over.abort();
      await callers;
      return { asked, bad };
    },
  };
}

/** The vault is gone, such as after a test that failed. */
function unanswered({ message }: Error): Answer {
  return { status: 0, data: null, errors: [{ message, extensions: { code: 'UNANSWERED' } }] };
}
