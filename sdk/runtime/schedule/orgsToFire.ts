import type pg from 'pg';

const onSql = `
  select org from unnest($1::text[]) with ordinality as asked(org, number)
   where not exists (select from plugin_switch where plugin_switch.org = asked.org and not is_on)
   order by number`;

/** Returns those of the organizations in which the plugin is on, in their order: its schedules fire in no other. */
export async function orgsToFire(orgs: readonly string[], database: pg.Client): Promise<readonly string[]> {
  const { rows } = await database.query<{ org: string }>(onSql, [orgs]);
  return rows.map(({ org }) => org);
}
