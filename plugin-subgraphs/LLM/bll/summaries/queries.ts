import type { Vault } from '@nimbusvault/sdk';
import type { Models, Reply } from '../../clients/models.ts';
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
  if ('fault' in said) return said;
  const compared = await models.embed(parts.map((part) => `${title}\n${part}`));
  const tokens = said.tokens === null || compared.tokens === null ? null : said.tokens + compared.tokens;
  if ('fault' in compared) return { ...compared, tokens };
  return { value: { text: said.value || null, vectors: compared.value }, tokens };
}
