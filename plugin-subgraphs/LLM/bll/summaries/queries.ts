import type { Vault } from '@nimbusvault/sdk';
import { chain, type Models, type Reply } from '../../clients/models.ts';
import type { DocumentText } from './helpers.ts';
import { summaries } from './service.ts';

/** The work of models on a document: its summary, null without a text, and a vector for each of its parts. */
export interface Digest {
  readonly text: string | null;
  readonly vectors: readonly (readonly number[])[];
}

export async function readSummary(documentId: string, vault: Vault) {
  return summaries.get(documentId, vault);
}

export async function digest(
  { title, body }: DocumentText,
  parts: readonly string[],
  models: Models,
): Promise<Reply<Digest>> {
  const said = body.trim() === '' ? { value: '', tokens: 0 } : await models.summarize({ title, body });
  return chain(said, async (text) =>
    chain(await models.embed(parts.map((part) => `${title}\n${part}`)), async (vectors) => ({
      value: { text: text || null, vectors },
      tokens: 0,
    })),
  );
}
