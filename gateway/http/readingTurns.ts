import type { FastifyRequest } from 'fastify';
import { othersTurn } from '../operation/othersTurn.ts';
import { askerOf, createTurns } from '../threads/turns.ts';

const mostWaiting = 2_000;
const roundsBetween = 3;

/** Waits for the turn of the caller. Rejects with OVERLOADED if too many requests of the caller wait. */
export type ReadInTurn = (request: FastifyRequest) => Promise<void>;

/**
 * Turns on the main thread, which parses long bodies and new documents in one piece: between two requests the event loop goes
 * round several times, because the request of another caller takes several rounds.
 */
export function createReadingTurns(): ReadInTurn {
  const turns = createTurns(mostWaiting);
  return async ({ id, tenant }) => {
    if (tenant) await turns.take(askerOf(tenant), id, letOthersPass);
  };
}

async function letOthersPass(): Promise<void> {
  for (let round = 0; round < roundsBetween; round += 1) await othersTurn();
}
