import type { World } from './world.ts';

/** The proof of a clause: it throws Broken, or LeftOut. */
export interface Check {
  readonly clause: string;
  readonly title: string;
  readonly fix: string;
  readonly run: (world: World) => Promise<void>;
}
