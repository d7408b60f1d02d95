import type { Vault } from '@nimbusvault/sdk';
import type { Models, Reply } from '../../clients/models.ts';
import { dayOf } from './helpers.ts';
import { readLimit } from './queries.ts';
import { spentDays } from './service.ts';

/** Work with a model, and the most tokens that it may take. `commit` makes the reservation hold, where a transaction is open. */
interface Work<Value> {
  readonly models: Models;
  readonly tokens: number;
  readonly commit?: () => Promise<void>;
  readonly run: () => Promise<Reply<Value>>;
}

/**
 * Reserves tokens, does the work, and gives back those that it did not take; undefined if fewer are left. Work whose process is killed, or
 * whose vendor does not say what it took, keeps all of them.
 */
export async function spend<Value>(
  { models, tokens, commit = async () => {}, run }: Work<Value>,
  vault: Vault,
): Promise<Reply<Value> | undefined> {
  if (models.isFree) return run();
  const day = dayOf(Date.now());
  if (!(await add({ day, tokens, limit: await readLimit(vault) }, vault))) return undefined;
  await commit();
  const reply = await run();
  await add({ day, tokens: (reply.tokens ?? tokens) - tokens, limit: Infinity }, vault);
  if ('fault' in reply) await commit();
  return reply;
}

interface Addition {
  readonly day: string;
  readonly tokens: number;
  readonly limit: number;
}

/** Adds to the tokens of a day, unless they exceed the limit then; of two that add at once, the later one sees the sum of the other. */
async function add({ day, tokens, limit }: Addition, vault: Vault): Promise<boolean> {
  for (;;) {
    const spent = (await spentDays.get({ day }, vault)) ?? (await begin(day, vault));
    const sum = (spent?.tokens ?? 0) + tokens;
    if (sum > limit) return false;
    if (spent && (await spentDays.update({ id: spent.id, tokens: spent.tokens }, { tokens: sum }, vault)))
      return true;
  }
}

/** Undefined if somebody else has begun the day at the same moment. */
async function begin(day: string, vault: Vault) {
  return spentDays.create({ day, tokens: 0 }, vault).catch(async (error: unknown) => {
    if (await spentDays.get({ day }, vault)) return undefined;
    throw error;
  });
}
