import { onRecord, VaultError } from '@nimbusvault/sdk/kernel';
import { sha256, type TrustedDocument } from '@nimbusvault/runtime/registry';
import type { DeployGround } from './ground.ts';
import { untilConnected } from './setActive.ts';

/** The registered documents, by their clients and names. */
export async function listDocuments(ground: DeployGround): Promise<readonly TrustedDocument[]> {
  await untilConnected(ground);
  const all = await ground.registry.documents();
  return all.filter(({ removed }) => !removed).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/**
 * Removes documents by their ids or their SHA-256, all or none, which the vault's own log records first; gateways that
 * enforce refuse them from then on.
 * Throws NOT_FOUND for an unregistered document.
 */
export async function removeDocuments(
  ids: readonly string[],
  ground: DeployGround,
  { by, why }: { readonly by: string; readonly why: string },
): Promise<readonly TrustedDocument[]> {
  const registered = await listDocuments(ground);
  const named = ids.map((id) => ({ id, found: registered.filter((each) => isNamed(each, id)) }));
  const unknown = named.filter(({ found }) => found.length === 0).map(({ id }) => id);
  if (unknown.length > 0)
    throw new VaultError(
      'NOT_FOUND',
      `No document is registered as ${unknown.join(', ')}. "nimbus documents list" lists all. Nothing was removed.`,
    );
  const at = new Date().toISOString();
  const found = [...new Set(named.flatMap(({ found: each }) => each))];
  const removed = found.map((document) => ({ ...document, removed: { by, why, at } }));
  const subject = { subjectType: 'Document', subjectId: ids.join(' ') };
  const deed = { ...subject, action: 'documents.removed', by, reason: why, details: null };
  await onRecord(ground.registry.note, deed, () => takeBack(removed, ground));
  return removed;
}

async function takeBack(removed: readonly TrustedDocument[], ground: DeployGround): Promise<void> {
  if ((await ground.registry.trust(removed)) === removed.length) return;
  throw new VaultError(
    'STACK_FAILED',
    'Not all of them were removed: the connection to the broker was lost, or somebody else removed them at the same time. Try again.',
  );
}

function placeOf({ client, name, id }: TrustedDocument): string {
  return `${client ?? ''}\n${name ?? ''}\n${id}`;
}

function isNamed({ id, document }: TrustedDocument, name: string): boolean {
  return id === name || sha256(document) === name;
}
