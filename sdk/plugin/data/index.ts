export { defineService, type Changes, type NewRow, type Query, type Service } from './defineService.ts';
export { connection, type Connection, type Page, type PageArgs } from './page.ts';
export { tenantColumns, type TenantRow } from './tenantColumns.ts';
export { contains, isSet, type Condition, type Where } from './where.ts';
