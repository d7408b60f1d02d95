import { VaultError, type BaseSettings, type Tenant, type VaultLog } from '@nimbusvault/sdk/kernel';
import { sha256, type DocumentStore } from '@nimbusvault/runtime/registry';
import { createFair } from '../memory/fair.ts';
import { readAsked, withText, type Asked } from './askedDocument.ts';
import { createRecent } from '../memory/recent.ts';

const roomOfPersisted = { characters: 5_000_000, least: 5_000 }; // a thousand at most
const roomOfTold = { values: 1_000, characters: 2_000_000 };
const longestTold = 200;

/** The documents that a gateway answers: the mode, the registered documents, and the callers who may send any document. */
export interface DocumentRules {
  readonly mode: BaseSettings['documents']['mode'];
  readonly store: Pick<DocumentStore, 'has' | 'textOf'>;
  readonly mayAskAnything: (tenant: Tenant) => boolean;
  /** True for a document that the caller, a plugin, declares to send by itself, or for a user if it acts for one. */
  readonly isDeclared: (tenant: Tenant, text: string) => boolean;
}

/** The caller, and the log. */
interface Asking {
  readonly tenant: Tenant;
  readonly log: VaultLog;
}

/**
 * Adds the text of its document to a request that only names it. Throws DOCUMENT_NOT_TRUSTED, and
 * PERSISTED_QUERY_NOT_FOUND or BAD_REQUEST for a name that is unknown or belongs to another document.
 */
export type DocumentGate = (asked: Asked, asking: Asking) => Asked;

/** A plugin may send its declared operations in every mode. In 'enforce' only registered documents pass; in 'audit' all pass, and each unregistered one is logged once. */
export function createDocumentGate(rules: DocumentRules): DocumentGate {
  const { mode, store, mayAskAnything, isDeclared } = rules;
  const persisted = createFair(roomOfPersisted);
  const told = createRecent<true>(roomOfTold);
  const admit = (text: string, asked: Asked, { tenant, log }: Asking) => {
    if (tenant.service !== undefined) return refuseUndeclared(tenant.service, isDeclared(tenant, text));
    if (mode === 'off' || store.has(text)) return;
    if (mode === 'audit') {
      if (!told.get(text)) log.warn(tellable(text, asked), 'an unregistered document was sent');
      told.set(text, true);
    } else if (!mayAskAnything(tenant)) throw notTrusted();
  };
  const textOf = (id: string, text: string | undefined, org: string): string => {
    const known = store.textOf(id) ?? persisted.get(id);
    if (text === undefined) return known ?? refuseUnknown(mode);
    if (known !== text && sha256(text) !== id)
      throw new VaultError('BAD_REQUEST', 'The hash is not the SHA-256 of the query that came with it.');
    if (known === undefined && mode !== 'enforce') persisted.set(id, text, org);
    return text;
  };
  return (asked, asking) => {
    const { text, id } = readAsked(asked);
    if (id === undefined) {
      if (text !== undefined) admit(text, asked, asking);
      return asked;
    }
    const named = textOf(id, text, asking.tenant.org);
    admit(named, asked, asking);
    return withText(asked, named);
  };
}

function refuseUnknown(mode: DocumentRules['mode']): never {
  if (mode === 'enforce') throw notTrusted();
  throw new VaultError(
    'PERSISTED_QUERY_NOT_FOUND',
    'No document is known by this hash or id. Send its text as well.',
  );
}

function refuseUndeclared(plugin: string, isDeclared: boolean): void {
  if (isDeclared) return;
  throw new VaultError(
    'DOCUMENT_NOT_TRUSTED',
    `The served release of ${plugin} does not declare this document. Add it to graph.operations of its definePlugin, and publish it.`,
  );
}

function notTrusted(): VaultError {
  return new VaultError(
    'DOCUMENT_NOT_TRUSTED',
    'This document is not registered here. Register the documents of your build: "nimbus documents publish <manifest>".',
  );
}

/** Never logs the text itself: it may contain values. */
function tellable(text: string, { headers, body }: Asked): object {
  const operationName = (body as { operationName?: unknown } | undefined)?.operationName;
  const client = headers['apollographql-client-name'] ?? headers['graphql-client-name'];
  return { sha256: sha256(text), operationName: shown(operationName), client: shown(client) };
}

function shown(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, longestTold) : undefined;
}
