import { DriverException } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { inTransaction } from '@nimbusvault/sdk/internal';
import { bookCommands, type Command } from './fixtures/bookCommands.ts';
import { Book, books, Shelf } from './fixtures/Shelf.ts';
import { openInMemory, startPlugin, type StartedPlugin } from './index.ts';

const commandsOfASeed = 400;
const transactionOf = 4;
const orgs = ['acme', 'globex'];

let real: StartedPlugin;
beforeAll(async () => {
  real = await startPlugin(Shelf);
});
afterAll(() => real[Symbol.asyncDispose]());

describe.each([1, 2, 3])('with seed %i', (seed) => {
  test('rows in memory give the primitives the same results as PostgreSQL', async () => {
    const memory = openInMemory(Shelf);
    const stores: readonly ((org: string) => Vault)[] = [
      (org) => real.opened.vaultFor(`${org}-${seed}`),
      (org) => memory.vaultFor({ org: `${org}-${seed}`, userId: null, roles: [] }),
    ];
    const commands = bookCommands(seed, commandsOfASeed);
    for (let at = 0; at < commands.length; at += transactionOf) {
      const org = orgs[(at / transactionOf) % orgs.length] ?? '';
      const some = commands.slice(at, at + transactionOf);
      const ways = [oneByOne, together, undone, nested(together), nested(undone)];
      const way = ways[(at / transactionOf) % ways.length] ?? oneByOne;
      const [expected, answered] = await Promise.all(stores.map((vaultFor) => way(some, vaultFor(org))));
      expect({ at, answered }).toEqual({ at, answered: expected });
    }
  });
});

test('features that only PostgreSQL has are refused, with the place to test them', async () => {
  const { em } = openInMemory(Shelf).vaultFor({ org: 'acme', userId: null, roles: [] });
  await expect(em.getConnection().execute('select 1')).rejects.toThrow(/do not support SQL.*startPlugin/);
  await expect(em.find(Book, { title: { $re: '^E' } })).rejects.toThrow(/searched by "\$re".*startPlugin/);
});

test('another org’s rows cannot be reached without the primitives either', async () => {
  const memory = openInMemory(Shelf);
  const [ours, theirs] = ['acme', 'globex'].map((org) => memory.vaultFor({ org, userId: null, roles: [] }));
  const book = { title: 'Emma', pages: 1, isLent: false };
  await books.create(book, ours as Vault);
  expect(await theirs?.em.find(Book, { org: 'acme' })).toEqual([]);
  expect(await theirs?.em.nativeDelete(Book, { org: 'acme' })).toBe(0);
  const smuggled = theirs?.em.insert(Book, { ...book, org: 'acme', id: crypto.randomUUID() });
  await expect(smuggled).rejects.toThrow(/row-level security/);
});

async function oneByOne(commands: readonly Command[], vault: Vault): Promise<unknown> {
  const answers = [];
  for (const command of commands) answers.push(await answerOf(() => command(vault)));
  return answers;
}

async function together(commands: readonly Command[], vault: Vault): Promise<unknown> {
  return answerOf(() => inTransaction(vault, [], (open) => oneByOne(commands, open)));
}

async function undone(commands: readonly Command[], vault: Vault): Promise<unknown> {
  const answers: unknown[] = [];
  const transaction = inTransaction(vault, [], async (open) => {
    answers.push(await oneByOne(commands, open));
    throw new RangeError('undone');
  });
  return [answers, await answerOf(() => transaction)];
}

/** Some commands, the last of them in a savepoint, and a first one again. */
function nested(inner: typeof together): typeof together {
  return async (commands, vault) => {
    const work = async (open: Vault) => [
      await oneByOne(commands.slice(0, 2), open),
      await answerOf(() => inner(commands.slice(2), open)),
      await oneByOne(commands.slice(0, 1), open),
    ];
    return answerOf(() => inTransaction(vault, [], work));
  };
}

/** The result, or the kind of the fault; PostgreSQL's wording differs, and MikroORM does not convert a savepoint's errors. */
async function answerOf(command: () => Promise<unknown>): Promise<unknown> {
  return command().catch((error: Error) => {
    if (error.constructor.name === 'DatabaseError') return { fault: DriverException.name };
    if (error instanceof DriverException) return { fault: error.constructor.name };
    return { fault: error.constructor.name, message: error.message };
  });
}
