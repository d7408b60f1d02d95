import type { z } from 'zod';

/** The values of a saga: a zod schema for each key. `input` is the workflow's argument; steps write the other keys. */
export interface ContextShape {
  readonly input: z.ZodType;
  readonly [key: string]: z.ZodType;
}

/** A key that a step may write: any key except `input`. */
export type WritableKey<Shape extends ContextShape> = Exclude<keyof Shape & string, 'input'>;

/** The parsed values of some keys of a context. */
export type ContextValues<Shape extends ContextShape, Key extends keyof Shape> = {
  readonly [K in Key]: z.output<Shape[K]>;
};

/** A running saga's values by key: plain JSON, so that they can be stored and sent. */
export type ContextRecord = Readonly<Record<string, unknown>>;
