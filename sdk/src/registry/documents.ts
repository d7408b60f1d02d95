import { z } from 'zod';
import { sha256 } from './digest.ts';

/** Of a document that is registered, in characters. */
export const longestTrusted = 100_000;

/** What a document may be named by. */
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
  })
  .refine(isTrueHash);

/** A document of a frontend's build: `id` is its manifest's, `name` that of its operation, `client` who asks it; `by` whom and when (ISO 8601) it was registered. */
export type TrustedDocument = z.infer<typeof trustedDocument>;

/** Undefined for what is none. */
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

/** The documents that are registered: to be found by their ids, by their SHA-256, and by their text. */
export interface DocumentStore {
  /** False for one that is there already; an id keeps the document that it was first given. */
  add(document: TrustedDocument): boolean;
  /** The text of a document, by its id or its SHA-256. */
  textOf(id: string): string | undefined;
  has(text: string): boolean;
  all(): readonly TrustedDocument[];
}

export function createDocumentStore(documents: readonly TrustedDocument[] = []): DocumentStore {
  const byId = new Map<string, TrustedDocument>();
  const byHash = new Map<string, string>();
  const texts = new Set<string>();
  const store: DocumentStore = {
    add(document) {
      if (byId.has(document.id)) return false;
      byId.set(document.id, document);
      byHash.set(sha256(document.document), document.document);
      texts.add(document.document);
      return true;
    },
    textOf: (id) => byId.get(id)?.document ?? byHash.get(id),
    has: (text) => texts.has(text),
    all: () => [...byId.values()],
  };
  for (const document of documents) store.add(document);
  return store;
}
