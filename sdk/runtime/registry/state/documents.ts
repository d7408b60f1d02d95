import { z } from 'zod';
import { sha256 } from './digest.ts';

/** Of a document that is registered, in characters. */
export const longestTrusted = 100_000;

/** The names by which a document may be sent. */
export const documentId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const hash = /^[0-9a-f]{64}$/;

const trustedDocument = z
  .object({
    id: documentId,
    document: z.string().min(1).max(longestTrusted),
    name: z.string().max(200).nullable(),
    client: z.string().max(200).nullable(),
    by: z.string(),
    at: z.iso.datetime(),
    removed: z.object({ by: z.string(), why: z.string(), at: z.iso.datetime() }).optional(),
  })
  .refine(isTrueHash);

/** A document of a frontend's build: `id` is its manifest's, `name` that of its operation, `client` who asks it; `by` whom and when (ISO 8601) it was registered; `removed` where it was taken back since. */
export type TrustedDocument = z.infer<typeof trustedDocument>;

/** Returns undefined for an invalid entry. */
export function readDocument(value: unknown): TrustedDocument | undefined {
  return trustedDocument.safeParse(value).data;
}

/** False where an id looks like a SHA-256, and is not that of its document. */
export function isTrueHash({ id, document }: { readonly id: string; readonly document: string }): boolean {
  return !hash.test(id) || id === sha256(document);
}

/** Under what a document is registered; ids have characters that keys may not. */
export function documentKey({ id }: Pick<TrustedDocument, 'id'>): string {
  return sha256(id);
}

/** True for what takes the place of what is known under its id: a removal, or a registration after one. */
export function supersedes(next: TrustedDocument, known: TrustedDocument): boolean {
  if (next.removed) return !known.removed && next.removed.at >= known.at;
  return known.removed !== undefined && next.at > known.removed.at;
}

/** The documents that are registered: to be found by their ids, by their SHA-256, and by their text. */
export interface DocumentStore {
  /** False for what changes nothing; an id keeps the document that it was first given, until that is removed. */
  add(document: TrustedDocument): boolean;
  /** The text of a document, by its id or its SHA-256. */
  textOf(id: string): string | undefined;
  has(text: string): boolean;
  /** Includes the removed ones: a follower that does not know of a removal yet has to learn it. */
  all(): readonly TrustedDocument[];
}

export function createDocumentStore(documents: readonly TrustedDocument[] = []): DocumentStore {
  const byId = new Map<string, TrustedDocument>();
  const textOfHash = new Map<string, string>();
  const idsOfText = new Map<string, ReadonlySet<string>>(); // of those that were not removed
  const note = ({ id, document, removed }: TrustedDocument) => {
    const others = idsOfText.get(document) ?? new Set();
    const ids = removed ? others.difference(new Set([id])) : others.union(new Set([id]));
    if (ids.size === 0) idsOfText.delete(document);
    else idsOfText.set(document, ids);
  };
  const live = (text: string | undefined) => (text !== undefined && idsOfText.has(text) ? text : undefined);
  const store: DocumentStore = {
    add(document) {
      const known = byId.get(document.id);
      if (known && !supersedes(document, known)) return false;
      byId.set(document.id, document);
      textOfHash.set(sha256(document.document), document.document);
      note(document);
      return true;
    },
    textOf(id) {
      const named = byId.get(id);
      return named && !named.removed ? named.document : live(textOfHash.get(id));
    },
    has: (text) => idsOfText.has(text),
    all: () => [...byId.values()],
  };
  for (const document of documents) store.add(document);
  return store;
}
