import type pg from 'pg';
import { pausing } from '@nimbusvault/sdk/kernel';
import { opening, silence } from './eagerClient.ts';

type Statement = [text: string, values?: unknown[]];
type Answer = Pick<pg.QueryResult, 'command' | 'rowCount' | 'rows'>;

/** The connection of a transaction, or its lack of one. */
interface Loan {
  readonly connect: () => Promise<pg.PoolClient>;
  /** The statements that open the transaction. */
  readonly begun: Statement[];
  /** Undefined until the first statement; if it fails, every later statement fails too. */
  connecting?: Promise<pg.PoolClient> | undefined;
  hasSavepoint: boolean;
}

const ending = /^(commit|rollback)$/;
const unwritten: Answer = { ...silence, rows: [{ written: false }] };
const pinned: Answer = { ...silence, rows: [{ written: true }] };

/**
 * From now on a transaction of this pool takes a connection with its first statement, and not when it begins: one without a
 * statement costs nothing. One that is paused gives its connection back, and takes another with its next statement.
 */
export function lendLazily(pool: pg.Pool): void {
  const connect = pool.connect.bind(pool);
  const lend = (callback?: Parameters<typeof connect>[0]) =>
    callback ? connect(callback) : Promise.resolve(clientOf({ connect, begun: [], hasSavepoint: false }));
  pool.connect = lend as typeof pool.connect;
}

/** The part of a pool's client that Kysely uses; a pipelined connection has no cursors. */
function clientOf(loan: Loan): Pick<pg.PoolClient, 'query' | 'release'> {
  const query = (...statement: Statement) => send(statement, loan);
  return { query: query as pg.PoolClient['query'], release: () => giveBack(loan) };
}

async function send([text, values]: Statement, loan: Loan): Promise<Answer> {
  if (text === pausing) return pause(loan);
  if (!loan.connecting && ending.test(text)) return silence;
  if (!loan.connecting && opening.test(text)) {
    loan.begun.push([text, values]);
    return silence;
  }
  loan.hasSavepoint ||= text.startsWith('savepoint');
  const client = await connected(loan).catch((error: unknown) => unlessRollback(text, error));
  return client?.query(text, values) ?? silence;
}

function connected(loan: Loan): Promise<pg.PoolClient> {
  return (loan.connecting ??= open(loan));
}

/** The opening statements go out together with the one that follows. */
async function open({ connect, begun }: Loan): Promise<pg.PoolClient> {
  const client = await connect();
  for (const [text, values] of begun) await client.query(text, values);
  return client;
}

/** A transaction that could not begin is undone. */
function unlessRollback(text: string, error: unknown): undefined {
  if (text !== 'rollback') throw error;
}

async function pause(loan: Loan): Promise<Answer> {
  if (!loan.connecting) return unwritten;
  const client = await loan.connecting;
  if (loan.hasSavepoint) return pinned;
  const answer = isReadOnly(loan) ? unwritten : await client.query<{ written: boolean }>(pausing);
  if (answer.rows[0]?.written) return answer;
  await client.query('rollback').then(
    () => giveBack(loan),
    () => giveBack(loan, true),
  );
  return unwritten;
}

function isReadOnly({ begun: [first] }: Loan): boolean {
  return first?.[0].endsWith('read only') ?? false;
}

function giveBack(loan: Loan, isLost = false): void {
  void loan.connecting?.then((client) => client.release(isLost)).catch(() => {});
  loan.connecting = undefined;
  loan.hasSavepoint = false;
}
