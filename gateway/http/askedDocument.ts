import type { IncomingHttpHeaders } from 'node:http';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { isRecord, type Json } from '../operation/json.ts';

const hashPrefix = /^sha256:/;

/** The parts of a client's request; `search` follows the path, with its `?`. */
export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly search: string;
}

/** The document of a request: its text, or its name (a hash or an id), or both; neither for an invalid request. */
interface AskedDocument {
  readonly text: string | undefined;
  readonly id: string | undefined;
}

const none: AskedDocument = { text: undefined, id: undefined };

/**
 * Reads the document of a request: the text that Apollo Server would accept, `documentId`, or the hash of automatic
 * persisted queries. Throws BAD_REQUEST if it cannot be determined.
 */
export function readAsked({ method, body, search }: Asked): AskedDocument {
  if (method === 'GET') return readSearch(new URLSearchParams(search));
  if (!isRecord(body)) return none;
  return documentIn(body);
}

/** The same request with the text of its document, and without the names. */
export function withText(asked: Asked, text: string): Asked {
  const { body, search } = asked;
  if (asked.method === 'GET') return { ...asked, search: searchWith(new URLSearchParams(search), text) };
  const rest = without(body as Json, 'documentId', 'extensions');
  const others = withoutHash((body as Json)['extensions']);
  return { ...asked, body: { ...rest, query: text, ...(others ? { extensions: others } : {}) } };
}

function readSearch(params: URLSearchParams): AskedDocument {
  const extensions = only(params, 'extensions');
  return documentIn({
    query: only(params, 'query'),
    documentId: only(params, 'documentId'),
    extensions: extensions === undefined ? undefined : parse(extensions),
  });
}

function only(params: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = params.getAll(name);
  if (more.length === 0) return value;
  throw new VaultError('BAD_REQUEST', `Send "${name}" only once.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnObject();
  }
}

function notAnObject(): VaultError {
  return new VaultError('BAD_REQUEST', '"extensions" must be an object, in a URL as JSON.');
}

function documentIn({ query, documentId, extensions }: Json): AskedDocument {
  const [hash, id] = [hashIn(extensions), idIn(documentId)];
  if (hash !== undefined && id !== undefined && hash !== id)
    throw new VaultError(
      'BAD_REQUEST',
      'The hash and the documentId name two documents. Send only one of them.',
    );
  return { text: typeof query === 'string' && query !== '' ? query : undefined, id: hash ?? id };
}

function hashIn(extensions: unknown): string | undefined {
  if (extensions === undefined || extensions === null) return undefined;
  if (!isRecord(extensions)) throw notAnObject();
  const { persistedQuery } = extensions;
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  if (isRecord(persistedQuery) && persistedQuery['version'] === 1) {
    const { sha256Hash } = persistedQuery;
    if (typeof sha256Hash === 'string' && sha256Hash !== '') return sha256Hash;
  }
  throw new VaultError('BAD_REQUEST', 'A "persistedQuery" is { "version": 1, "sha256Hash": "…" }.');
}

function idIn(documentId: unknown): string | undefined {
  if (documentId === undefined || documentId === null) return undefined;
  if (typeof documentId === 'string' && documentId !== '') return documentId.replace(hashPrefix, '');
  throw new VaultError('BAD_REQUEST', 'A "documentId" must be a string.');
}

function withoutHash(extensions: unknown): Json | undefined {
  if (!isRecord(extensions)) return undefined;
  const others = without(extensions, 'persistedQuery');
  return Object.keys(others).length > 0 ? others : undefined;
}

function without(record: Json, ...names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

function searchWith(params: URLSearchParams, text: string): string {
  const extensions = params.get('extensions');
  const others = extensions === null ? undefined : withoutHash(parse(extensions));
  params.delete('documentId');
  params.delete('extensions');
  if (others) params.set('extensions', JSON.stringify(others));
  params.set('query', text);
  return `?${params.toString()}`;
}
