import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { documentId, isTrueHash, longestTrusted } from './documents.ts';

const prefix = /^sha256:/;
const format = 'apollo-persisted-query-manifest';

const body = z.string().min(1).max(longestTrusted);
const apolloManifest = z.object({
  format: z.literal(format),
  operations: z.array(z.object({ id: documentId, name: z.string().max(200).optional(), body })),
});
const plainManifest = z.record(documentId, body);

/** A document as a frontend's build lists it. */
export interface ListedDocument {
  readonly id: string;
  readonly document: string;
  readonly name: string | null;
}

/**
 * Reads a manifest of persisted queries: Apollo's format, or a plain map from ids to documents, as GraphQL Code
 * Generator and Relay write it. Throws BAD_USER_INPUT where it is neither, or where a SHA-256 is not that of its document.
 */
export function readManifest(text: string, file: string): readonly ListedDocument[] {
  const value = parseJson(text, file);
  const documents = isApollo(value) ? readApollo(value, file) : readPlain(value, file);
  const wrong = documents.find((each) => !isTrueHash(each));
  if (wrong)
    throw refuse(
      file,
      `${wrong.id} is not the SHA-256 of its document. Generate the manifest again, and do not edit it`,
    );
  const ids = new Map<string, string>();
  for (const { id, document } of documents) {
    if ((ids.get(id) ?? document) !== document)
      throw refuse(
        file,
        `it has two documents with the id ${id}. Generate the manifest again, and do not edit it`,
      );
    ids.set(id, document);
  }
  return documents;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(file, 'it is not valid JSON. Give the file that your build writes');
  }
}

function isApollo(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'operations' in value;
}

function readApollo(value: unknown, file: string): readonly ListedDocument[] {
  const { operations } = parseAs(apolloManifest, value, file);
  return operations.map(({ id, name = null, body: document }) => ({
    id: id.replace(prefix, ''),
    name,
    document,
  }));
}

function readPlain(value: unknown, file: string): readonly ListedDocument[] {
  const entries = Object.entries(parseAs(plainManifest, value, file));
  return entries.map(([id, document]) => ({ id: id.replace(prefix, ''), name: null, document }));
}

function parseAs<S extends z.ZodType>(schema: S, value: unknown, file: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'its top';
  throw refuse(
    file,
    `${place}: ${issue?.message}. It is { "format": "${format}", "operations": [{ "id", "name", "body" }] }, or { "<sha256>": "<document>" }`,
  );
}

function refuse(file: string, why: string): VaultError {
  return new VaultError('BAD_USER_INPUT', `${file} is not a manifest of documents: ${why}.`);
}
