import type { z } from 'zod';
import { isWorkName, VaultError, versioned } from '../kernel/index.ts';

/** A place in a workflow at which plugins may take part; the workflow's author need not know them. */
export interface Point<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly version: number;
  /** The payload for the participants. */
  readonly payload: Payload;
}

/** Declares an extension point, named in lower case words joined by `-`; a changed payload gets a new version. */
export function definePoint<Payload extends z.ZodType>(
  name: string,
  version: number,
  payload: Payload,
): Point<Payload> {
  if (!isWorkName(name))
    throw new VaultError(
      'PLUGIN_INVALID',
      `The name of a point must be lower case words joined by "-", such as "user-offboarding"; got "${name}".`,
    );
  return Object.freeze({ name, version, payload });
}

/** The name of a version of a point in manifests and messages, such as `user-offboarding.v1`. */
export function pointType({ name, version }: Pick<Point, 'name' | 'version'>): string {
  return versioned({ name, version });
}
