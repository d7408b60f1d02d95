import type { Vault } from '@nimbusvault/sdk';
import { documents } from './bll/documents/service.ts';
import { folders } from './bll/folders/service.ts';
import { organizations } from './bll/organizations/service.ts';
import { users } from './bll/users/service.ts';

const id = (tail: string) => `00000000-0000-4000-8000-${tail.padStart(12, '0')}`;

const acme = { id: id('a0'), name: 'Acme Rockets' };
const ada = { id: id('a1'), organizationId: acme.id, username: 'ada', role: 'admin' } as const;
const grace = { id: id('a2'), organizationId: acme.id, username: 'grace', role: 'member' } as const;
const handbook = { id: id('af01'), name: 'Handbook' };
const launches = { id: id('af02'), name: 'Launches' };

const acmeDocuments = [
  {
    id: id('ad01'),
    folderId: handbook.id,
    ...writtenBy(ada, '2026-11-02T09:00:00Z'),
    title: 'How we work',
    body: 'Write it down, then talk about it. A decision that is not in the vault was not made.',
  },
  {
    id: id('ad02'),
    folderId: handbook.id,
    ...writtenBy(grace, '2026-11-09T08:30:00Z'),
    title: 'Your first week',
    body: 'Monday: a desk, a token, a launch to watch. By Friday you have changed a document that others rely on.',
  },
  {
    id: id('ad03'),
    folderId: launches.id,
    ...writtenBy(ada, '2026-11-16T15:00:00Z'),
    title: 'Launch 7: countdown',
    body: 'T-60 min weather. T-30 min tank pressure. T-10 min nobody on the pad. T-0 Ada gives the word.',
  },
  {
    id: id('ad04'),
    ...writtenBy(grace, '2026-11-20T17:45:00Z'),
    title: 'Ideas for the summer party',
    body: 'A barbecue beside the test stand, after the last engine has cooled down.',
  },
];

const globex = { id: id('b0'), name: 'Globex' };
const hal = { id: id('b1'), organizationId: globex.id, username: 'hal', role: 'admin' } as const;
const reports = { id: id('bf01'), name: 'Reports' };

const globexDocuments = [
  {
    id: id('bd01'),
    folderId: reports.id,
    ...writtenBy(hal, '2026-10-05T10:00:00Z'),
    title: 'Third quarter',
    body: 'Sales are up by a tenth. The doors of bay 2 still need a person to open them.',
  },
];

/** The seed of a development vault. Rows that people have changed or deleted since are left alone. */
export const seed = {
  acme: (vault: Vault) =>
    sow(
      { organization: acme, users: [ada, grace], folders: [handbook, launches], documents: acmeDocuments },
      vault,
    ),
  globex: (vault: Vault) =>
    sow({ organization: globex, users: [hal], folders: [reports], documents: globexDocuments }, vault),
};

interface Seed {
  readonly organization: NewOf<typeof organizations> & { readonly id: string };
  readonly users: readonly NewOf<typeof users>[];
  readonly folders: readonly NewOf<typeof folders>[];
  readonly documents: readonly NewOf<typeof documents>[];
}

type NewOf<Service extends { create: (row: never, vault: Vault) => unknown }> = Parameters<
  Service['create']
>[0];

async function sow(rows: Seed, vault: Vault): Promise<void> {
  if (await organizations.get(rows.organization.id, vault)) return;
  await organizations.create(rows.organization, vault);
  await users.bulkCreate(rows.users, vault);
  await folders.bulkCreate(rows.folders, vault);
  await documents.bulkCreate(rows.documents, vault);
}

function writtenBy(user: { readonly id: string }, time: string) {
  const at = new Date(time);
  return { createdBy: user.id, ownerId: user.id, createdAt: at, updatedAt: at };
}
