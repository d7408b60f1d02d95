import type { FastifyRequest } from 'fastify';
import { othersTurn } from '../operation/othersTurn.ts';
import { askerOf, createTurns } from '../threads/turns.ts';

const mostWaiting = 2_000;
const longSliceMs = 2;
const roundsAfterLong = 4;

/** Waits for the turn of the caller. Rejects with OVERLOADED if too many requests of the caller wait. */
export type ReadInTurn = (request: FastifyRequest) => Promise<void>;

/**
 * Turns on the main thread, which parses long bodies and new documents in one piece: one each time round the event loop. After
 * one that took long the loop goes round several times, because the request of another caller takes several rounds.
 */
export function createReadingTurns(): ReadInTurn {
  const turns = createTurns(mostWaiting);
  return async ({ id, tenant }) => {
    if (tenant) await turns.take(askerOf(tenant), id, letOthersPass);
  };
}

/** It is called before the request whose turn it was goes on, so that the time until the next round includes its work. */
async function letOthersPass(): Promise<void> {
  const began = performance.now();
  await othersTurn();
  if (performance.now() - began < longSliceMs) return;
  for (let round = 0; round < roundsAfterLong; round += 1) await othersTurn();
}
