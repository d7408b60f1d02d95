import { keys } from '../registry/state/entries.ts';
import { mirrorTable, type MirrorSite } from './mirrorTable.ts';

/** Writes the revocations of a schema to the registry. */
export function publishRevocations(site: MirrorSite): { stop(): Promise<void> } {
  return mirrorTable(
    {
      name: 'revocation',
      changedSql: `
        select org, user_id as "userId", is_revoked as "isRevoked", version, changed_at as "changedAt"
          from revocation where changed_at >= $1 order by changed_at`,
      keyOf: (row: Revoked) => keys.revoked(row),
      valueOf: ({ org, userId, isRevoked }: Revoked) => ({ org, userId, isRevoked }),
    },
    site,
  );
}

interface Revoked {
  readonly org: string;
  readonly userId: string;
  readonly isRevoked: boolean;
  readonly version: number;
  readonly changedAt: Date;
}
