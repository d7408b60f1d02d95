import { orgSettingsOf, readJson, settingsOf, type OutsideVault, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import type { organizationSettings, settings } from '../settings.ts';

const Item = z.object({
  id: z.string().max(100),
  title: z.string().min(1).max(255),
  text: z.string().max(100_000),
  party: z.string().max(255),
  endsAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  vector: z.array(z.number()).length(8),
});
const Page = z.object({
  items: z.array(Item),
  next: z.string().nullable(),
  total: z.int(),
  model: z.string(),
});
const Embedding = z.object({ vector: z.array(z.number()).length(8), model: z.string() });
const Renewal = z.object({ number: z.string() });

/** A page of at most 100 contracts, from the oldest change to the newest. */
export type PaperhubPage = z.infer<typeof Page>;

interface PageRequest {
  readonly changedAfter: string;
  readonly cursor: string;
}

/** Returns false until an admin has entered the account of the organization. */
export async function hasAccount(vault: Vault): Promise<boolean> {
  const { clientId, clientSecret } = await orgSettingsOf<typeof organizationSettings>(vault);
  return clientId !== undefined && clientSecret !== undefined;
}

export async function fetchPage({ changedAfter, cursor }: PageRequest, vault: Vault): Promise<PaperhubPage> {
  const query = new URLSearchParams({ changedAfter, cursor });
  return readJson(await call(`contracts?${query.toString()}`, {}, vault), Page);
}

/** Returns the vector of a text, by the model that has computed those of the contracts. */
export async function embed(text: string, vault: Vault): Promise<z.infer<typeof Embedding>> {
  const body = JSON.stringify({ text });
  return readJson(await call('embeddings', { method: 'POST', body }, vault), Embedding);
}

/** Requests the renewal of a contract; `reference` is ours. */
export async function requestRenewal(id: string, reference: string, vault: OutsideVault) {
  const headers = { 'idempotency-key': vault.idempotencyKey };
  const request = { method: 'POST', headers, body: JSON.stringify({ reference }) };
  return readJson(await call(`contracts/${id}/renewals`, request, vault), Renewal);
}

/** Withdraws the renewal with this reference, if Paperhub has it. */
export async function withdrawRenewal(id: string, reference: string, vault: OutsideVault): Promise<void> {
  await readJson(
    await call(`contracts/${id}/renewals/${reference}`, { method: 'DELETE' }, vault),
    z.unknown(),
  );
}

async function call(path: string, request: RequestInit, vault: Vault): Promise<Response> {
  const { url } = settingsOf<typeof settings>(vault);
  const {
    clientId = '',
    clientSecret = '',
    library,
  } = await orgSettingsOf<typeof organizationSettings>(vault);
  const paperhub = vault.http.withClientCredentials({ tokenUrl: `${url}/token`, clientId, clientSecret });
  return paperhub.fetch(`${url}/libraries/${encodeURIComponent(library)}/${path}`, request);
}
