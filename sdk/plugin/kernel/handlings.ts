import { AsyncLocalStorage } from 'node:async_hooks';

/** The work that code belongs to, in an organization: a message in a handler, a step of a run, or a step in a handler. */
interface Handled {
  readonly org: string;
  readonly message?: {
    readonly messageId: string;
    readonly handler: string;
    /** The run of a task. */
    readonly run?: string | undefined;
  };
  readonly step?: { readonly saga: string; readonly name: string };
}

/** The place where another thread finds `handlings`. */
export const handlingsPlace = 'nimbusvault.handlings';

/** The work that the current code belongs to: a process that hangs is asked for it. */
export const handlings = new AsyncLocalStorage<Handled>({ name: handlingsPlace });

Object.defineProperty(globalThis, Symbol.for(handlingsPlace), { value: handlings, configurable: true });
