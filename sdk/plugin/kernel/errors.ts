import type { ErrorCode } from './errorTable.ts';

interface VaultErrorOptions extends ErrorOptions {
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An error whose sentence a user can act on. Every other error is masked before it leaves a process. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: ErrorCode;
  /** The fields that a client receives beside the code. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: VaultErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.extensions = options.extensions ?? {};
  }
}
