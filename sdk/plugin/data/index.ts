export type { ListArgs } from './asked.ts';
export { defineService, type NewRow, type Service } from './defineService.ts';
export { connection, type Connection, type Page, type PageArgs } from './page.ts';
export { tenantColumns, type TenantRow } from './tenantColumns.ts';
export { contains, isSet, notAfter } from './where.ts';
