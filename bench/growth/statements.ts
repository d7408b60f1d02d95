import type pg from 'pg';

/** A statement of a plugin, and the blocks that a call reads. */
export interface Statement {
  readonly plugin: string;
  readonly text: string;
  readonly calls: number;
  readonly blocks: number;
}

const statementsSql = `
  select substr(rolname, 7) as plugin, query as text, sum(calls)::int as calls,
         sum(shared_blks_hit + shared_blks_read)::float8 / sum(calls)::float8 as blocks
    from pg_stat_statements join pg_roles on pg_roles.oid = userid
   where rolname like 'vault\\_%' and query !~* '^(begin|commit|rollback|set|listen|select set_config)'
   group by 1, 2`;

/** The statements that the plugins' roles have run since the last call. */
export async function takeStatements(owner: pg.Client): Promise<readonly Statement[]> {
  const { rows } = await owner.query<Statement>(statementsSql);
  await owner.query('select pg_stat_statements_reset()');
  return rows.map((row) => ({ ...row, text: row.text.replaceAll(/\s+/g, ' ').trim() }));
}

/** A statement at two sizes of the vault. */
interface Growth {
  readonly statement: string;
  readonly calls: number;
  readonly small: number;
  readonly large: number;
  readonly more: number;
}

/** Pairs the statements of two measurements; those that grew most come first. */
export function compareStatements(
  small: readonly Statement[],
  large: readonly Statement[],
): readonly Growth[] {
  const before = new Map(small.map(({ plugin, text, blocks }) => [`${plugin}: ${text}`, blocks]));
  return large
    .flatMap(({ plugin, text, calls, blocks }) => {
      const was = before.get(`${plugin}: ${text}`);
      if (was === undefined) return [];
      return [{ statement: `${plugin}: ${text}`, calls, small: was, large: blocks, more: blocks - was }];
    })
    .toSorted((a, b) => b.more - a.more);
}
