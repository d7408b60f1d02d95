import { expect, test } from 'vitest';
import { openingsIn } from './openings.ts';
import { tenant } from './tenant.ts';

const path = 'migrations/b.ts';
const messagesOf = (sql: string) =>
  openingsIn({ path, text: `up: [\n\`${sql}\`]` }).map(({ message, line }) => {
    expect(line).toBe(2);
    return message;
  });

test.each([
  ['runs as its owner', `create function f() returns int language sql security definer as 'select 1'`],
  ['reads as its owner', 'create or replace view seen as select * from tag'],
  ['reads as its owner', 'create view seen (a) with (security_barrier) as select 1'],
  ['holds rows without row-level security', 'create materialized view kept as select * from tag'],
  ['removes the protection', 'alter table tag disable row level security'],
  ['removes the protection', 'alter table tag NO FORCE ROW LEVEL SECURITY'],
  ['removes the protection', 'alter policy tag_tenant on tag using (true)'],
  ['may open rows', 'create policy wide on tag using (true)'],
  ['acts as the owner', 'create rule r as on insert to tag do nothing'],
  ['does not carry', 'alter table tag add foreign key (kind) references kind (id)'],
  ['does not carry', 'alter table tag add column kind uuid references "kind"'],
  ['does not carry', 'alter table tag add unique (title)'],
  ['does not carry', 'create unique index a on tag (title) where gone_at is null'],
])('SQL that %s is found: %s', (what, sql) => {
  expect(messagesOf(sql)).toEqual([expect.stringContaining(what)]);
});

test.each([
  'create view seen with (security_invoker = true) as select * from tag',
  'create policy less on tag as restrictive using (false)',
  'alter table tag add foreign key (org, kind) references kind (org, id), add unique (org, title)',
  'create unique index a on tag (org, lower(title)) where gone_at is null',
])('nothing is opened by %s', (sql) => expect(messagesOf(sql)).toEqual([]));

test('the protection of one table does not count for another', () => {
  const text = "['create table a (id uuid)', ...sealTenantTable('a'),\n'create table b (id uuid)']";
  const plugin = { name: 'Tags', folder: '/Tags', files: [{ path, text }], settings: '{}', supergraph: '' };
  expect(tenant.find(plugin)).toEqual([
    expect.objectContaining({ line: 2, message: expect.stringContaining('The table b is') }),
  ]);
});
