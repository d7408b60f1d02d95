import { setPriority } from 'node:os';
import { Pool } from 'undici';
import { floods } from './floods.ts';

const connections = 100;

/** The start of a flood: which, where to, and the senders in turn. */
export interface FloodStart {
  readonly name: string;
  readonly url: string;
  readonly authorizations: readonly string[];
}

/** The number of answers by status and code. */
export type FloodAnswers = Readonly<Record<string, number>>;

setPriority(19); // real senders take no CPU from the gateway

/** Sends a flood over a hundred connections until it gets another message, and then reports the answers. */
process.once('message', (start: FloodStart) => void send(start));

async function send({ name, url, authorizations }: FloodStart): Promise<void> {
  const flood = floods[name];
  if (!flood) throw new Error(`There is no flood ${name}.`);
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections });
  const answers: Record<string, number> = {};
  const over = new AbortController();
  process.once('message', () => over.abort());
  let number = 0;
  const client = async () => {
    while (!over.signal.aborted) {
      const body = JSON.stringify(flood.bodyOf((number += 1)));
      const authorization = authorizations[number % authorizations.length];
      const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
      const answer = await pool.request({ path, method: 'POST', headers, body });
      const text = await answer.body.text();
      const [, code = ''] = /"code":"(\w+)"/.exec(text) ?? [];
      const kind = `${answer.statusCode} ${code}`.trim();
      answers[kind] = (answers[kind] ?? 0) + 1;
    }
  };
  const clients = Array.from({ length: connections }, () =>
    client().catch((error: unknown) => {
      const kind = `failed: ${String(error)}`;
      answers[kind] = (answers[kind] ?? 0) + 1;
    }),
  );
  await Promise.all(clients);
  process.send?.(answers satisfies FloodAnswers);
  process.disconnect?.();
}
