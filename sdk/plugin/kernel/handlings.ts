import { AsyncLocalStorage } from 'node:async_hooks';

/** A message in a handler. */
interface HandledMessage {
  readonly org: string;
  readonly messageId: string;
  readonly handler: string;
  /** The run of a task. */
  readonly run?: string | undefined;
}

/** The place where another thread finds `handlings`. */
export const handlingsPlace = 'nimbusvault.handlings';

/** The message whose handler the current code belongs to: a process that hangs is asked for it. */
export const handlings = new AsyncLocalStorage<HandledMessage>({ name: handlingsPlace });

Object.defineProperty(globalThis, Symbol.for(handlingsPlace), { value: handlings, configurable: true });
