import type { z } from 'zod';
import type { Outcome, Vault } from '../kernel/index.ts';
import { pointType, type Point } from './definePoint.ts';

/** A plugin's part in a point: both directions are database work of its own, in a transaction of its own. */
interface ParticipationDefinition<Payload extends z.ZodType, Writes extends z.ZodType> {
  /** The data that the undo needs; it is stored in the plugin's own schema. */
  readonly writes: Writes;
  /** Returns its writes, or an outcome that stops the workflow; throwing `Permanent` stops it at once too. */
  forward(payload: z.output<Payload>, vault: Vault): Promise<z.input<Writes> | Outcome>;
  rollback(context: ParticipationContext<Payload, Writes>, vault: Vault): Promise<unknown>;
}

/** The keys that a participant's undo reads: the payload, and the keys that its forward wrote. */
interface ParticipationContext<Payload extends z.ZodType, Writes extends z.ZodType> {
  readonly payload: z.output<Payload>;
  readonly written: z.output<Writes>;
}

/** A plugin's part in a point, as the runtime sees it. */
export interface Participation {
  /** The point and its version, such as `user-offboarding.v1`. */
  readonly name: string;
  readonly point: Point;
  readonly writes: z.ZodType;
  forward(payload: unknown, vault: Vault): Promise<unknown>;
  rollback(context: { readonly payload: unknown; readonly written: unknown }, vault: Vault): Promise<unknown>;
}

/** Takes part in an extension point of another plugin's workflow, once for each of its runs. */
export function takePart<Payload extends z.ZodType, Writes extends z.ZodType>(
  point: Point<Payload>,
  definition: ParticipationDefinition<Payload, Writes>,
): Participation {
  const { writes, forward, rollback } = definition;
  return Object.freeze({
    name: pointType(point),
    point,
    writes,
    forward: forward as Participation['forward'],
    rollback: rollback as Participation['rollback'],
  });
}
