import type { Vault } from '@nimbusvault/sdk';
import { summaries } from './service.ts';

export async function readSummary(documentId: string, vault: Vault) {
  return summaries.get(documentId, vault);
}
