import { expect, test } from 'vitest';
import { tenantTable } from './defineMigration.ts';

test('tenantTable makes the same SQL in every version: it is a part of migrations that have run', () => {
  expect(tenantTable('note', 'title text not null')).toEqual([
    'create table note (org varchar(63) not null, id uuid not null, title text not null, primary key (org, id))',
    'alter table note enable row level security',
    'alter table note force row level security',
    `create policy note_tenant on note using (org = nullif(current_setting('vault.org', true), '')) with check (org = nullif(current_setting('vault.org', true), ''))`,
  ]);
});
