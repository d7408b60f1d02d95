import type { EntityManager } from '@mikro-orm/core';
import type { HttpSite, OutsideHttp, VaultLog } from '@nimbusvault/sdk/kernel';
import { openOutside } from '../openOutside.ts';

type Options = Partial<Parameters<typeof openOutside>[0]> & Partial<HttpSite>;

/** A client beside no transaction, and the lines that it logs. */
export interface Caller extends AsyncDisposable {
  readonly http: OutsideHttp;
  readonly lines: Readonly<Record<string, unknown>>[];
}

/** Opens a client that may call these hosts. */
export function openCaller(allowed: readonly string[], options: Options = {}): Caller {
  const lines: Record<string, unknown>[] = [];
  const write = (fields: object, message: string) => lines.push({ ...fields, message });
  const log: VaultLog = { debug: write, info: write, warn: write, error: write };
  const outside = openOutside({ allowed, log, ...options });
  const em = { isInTransaction: () => false } as EntityManager;
  const http = outside.openHttp({ em, org: 'acme', requestId: 'r', log, ...options });
  return { http, lines, [Symbol.asyncDispose]: outside.close };
}
