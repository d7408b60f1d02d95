import { VaultError, type Vault } from '@nimbusvault/sdk';
import { findDocument } from '../documents/queries.ts';
import { findFolder } from '../folders/queries.ts';
import { findOrganization } from '../organizations/queries.ts';
import { findUser } from '../users/queries.ts';

const finders = {
  Document: findDocument,
  Folder: findFolder,
  User: findUser,
  Organization: findOrganization,
};

const mostIds = 100;

/** Returns any core object with this id, with its type, or null. */
export async function findNode(id: string, vault: Vault) {
  const kinds = Object.entries(finders);
  const nodes = await Promise.all(
    kinds.map(async ([__typename, find]) => {
      const node = await find(id, vault);
      return node && { __typename, ...node };
    }),
  );
  return nodes.find((node) => node !== null) ?? null;
}

/** Returns the core objects with these ids, in their order; throws BAD_USER_INPUT for more than 100. */
export async function findNodes(ids: readonly string[], vault: Vault) {
  if (ids.length <= mostIds) return Promise.all(ids.map((id) => findNode(id, vault)));
  const message = `nodes takes at most ${mostIds} ids; got ${ids.length}. Send several requests.`;
  throw new VaultError('BAD_USER_INPUT', message);
}
