import { GraphQLError, parse, validate, type GraphQLSchema } from 'graphql';
import { onRecord, VaultError } from '@nimbusvault/sdk/kernel';
import {
  createDocumentStore,
  type ListedDocument,
  type TrustedDocument,
} from '@nimbusvault/runtime/registry';
import { apiSchemaOf } from '@nimbusvault/graph';
import { composeWith } from './composeWith.ts';
import type { DeployGround } from './ground.ts';
import { activePlugins, untilConnected } from './setActive.ts';

const mostFaults = 10;

/** The publisher of documents, the reason, and the frontend's name, if it has one. */
interface DocumentsReason {
  readonly by: string;
  readonly why?: string | undefined;
  readonly client: string | null;
}

/** The number of new documents, and of documents that were already registered. */
interface PublishedDocuments {
  readonly published: number;
  readonly unchanged: number;
}

/**
 * Registers the documents of a frontend's build, all or none, if each is valid for the active plugins. The vault's own
 * log records it first. Throws BAD_USER_INPUT with the invalid documents, or with an id that another document has.
 */
export async function publishDocuments(
  listed: readonly ListedDocument[],
  ground: DeployGround,
  { by, why, client }: DocumentsReason,
): Promise<PublishedDocuments> {
  await untilConnected(ground);
  const schema = apiSchemaOf(supergraphOf(ground));
  const store = createDocumentStore(await ground.registry.documents());
  const at = new Date().toISOString();
  const fresh = listed
    .map(({ id, document, name }) => ({ id, document, name: name ?? nameOf(document), client, by, at }))
    .filter((document) => store.add(document));
  const faults = listed.flatMap((each) => faultsOf(each, schema, store.textOf(each.id)));
  if (faults.length > 0) throw refuse(faults);
  if (fresh.length === 0) return { published: 0, unchanged: listed.length };
  const subject = { action: 'documents.published', subjectType: 'Client', subjectId: client ?? 'any' };
  const deed = { ...subject, by, reason: why ?? null, details: { documents: fresh.length } };
  const published = await onRecord(ground.registry.note, deed, () => trust(fresh, ground));
  return { published, unchanged: listed.length - published };
}

async function trust(fresh: readonly TrustedDocument[], ground: DeployGround): Promise<number> {
  const published = await ground.registry.trust(fresh);
  await refuseLost(fresh, ground);
  return published;
}

function supergraphOf(ground: DeployGround): string {
  const { supergraphSdl, refusals } = composeWith(ground, activePlugins(ground));
  if (supergraphSdl) return supergraphSdl;
  throw new VaultError('COMPOSITION_FAILED', refusals.flatMap(({ faults }) => faults).join('\n'));
}

function faultsOf(
  { id, document, name }: ListedDocument,
  schema: GraphQLSchema,
  holder: string | undefined,
): readonly string[] {
  const what = name ?? id;
  if (holder !== document)
    return [`${what}: another document has the id ${id}. Identify documents by their SHA-256.`];
  try {
    const errors = validate(schema, parse(document), undefined, { maxErrors: 1 });
    return errors.map(({ message }) => `${what}: ${message}`);
  } catch (error) {
    if (error instanceof GraphQLError) return [`${what}: ${error.message}`];
    throw error;
  }
}

function refuse(faults: readonly string[]): VaultError {
  const more = faults.length > mostFaults ? [`… and ${faults.length - mostFaults} more.`] : [];
  const fix =
    'Correct them, or publish and activate the plugin that provides these fields. Nothing was published.';
  return new VaultError('BAD_USER_INPUT', [...faults.slice(0, mostFaults), ...more, fix].join('\n'));
}

function nameOf(document: string): string | null {
  const [, name = null] = /\b(?:query|mutation)\s+([_A-Za-z]\w*)/.exec(document) ?? [];
  return name;
}

/** If two publish at once, one of them learns here that an id was assigned to the other's document, or that the connection to the broker was lost. */
async function refuseLost(fresh: readonly TrustedDocument[], ground: DeployGround): Promise<void> {
  const store = createDocumentStore(await ground.registry.documents());
  const lost = fresh.find(({ id, document }) => store.textOf(id) !== document);
  if (!lost) return;
  const message = `${lost.name ?? lost.id} was not registered: the connection to the broker was lost, or somebody else published at the same time. Try again.`;
  throw new VaultError('STACK_FAILED', message);
}
