import type { Vault } from '@nimbusvault/sdk';
import { modelsOf, type Meter, type Models } from '../../clients/models.ts';
import { dayOf } from './helpers.ts';
import { readLimit } from './queries.ts';
import { spentDays } from './service.ts';

/** Work with models, and the most tokens that it may take. `commit` makes a reservation hold, where a transaction is open. */
interface Work<Value> {
  readonly tokens: number;
  readonly withinMs: number;
  readonly commit?: () => Promise<void>;
  readonly run: (models: Models) => Promise<Value>;
}

/**
 * Reserves tokens, does the work, and gives back those that it did not take; undefined if fewer are left. Work whose process is killed, or
 * whose vendor does not say what it took, keeps all of them.
 */
export async function spend<Value>(
  { tokens, withinMs, commit = async () => {}, run }: Work<Value>,
  vault: Vault,
): Promise<Value | undefined> {
  const meter: Meter = { tokens: 0, isUnknown: false };
  const models = modelsOf(vault, withinMs, meter);
  if (models.isFree) return run(models);
  const day = dayOf(Date.now());
  if (!(await add({ day, tokens, limit: await readLimit(vault) }, vault))) return undefined;
  await commit();
  const settle = () =>
    add({ day, tokens: (meter.isUnknown ? tokens : meter.tokens) - tokens, limit: Infinity }, vault);
  try {
    const value = await run(models);
    await settle();
    return value;
  } catch (error) {
    vault.signal?.throwIfAborted();
    await settle();
    await commit();
    throw error;
  }
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
