import { randomUUIDv7 } from 'node:crypto';
import { p } from '@mikro-orm/core';

/** The key of every row: its org and its id (a UUID v7, generated unless given). */
export const tenantColumns = {
  org: p.string().length(63).primary(),
  id: p
    .uuid()
    .primary()
    .onCreate(() => randomUUIDv7()),
};

/** A row of any tenant table. */
export interface TenantRow {
  org: string;
  id: string;
}
