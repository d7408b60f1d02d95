/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import type { Vault } from '@nimbusvault/sdk/kernel';
import { definePlugin, orgSettingsOf, readJson, secret } from '@nimbusvault/sdk';
import { z } from 'zod';
import { fused, Ledger } from './fixtures/Ledger.ts';
import { openInMemory, startPlugin, startVendor, testWorkflow } from './index.ts';

declare const vault: Vault;
const input = { text: 'hi', end: 'well' } as const;

const run = await testWorkflow(fused, { input, vault, failAt: 'write-second' });
export const known: ('write-first' | 'write-second' | 'finish' | undefined)[] = [run.steps[0]?.name];
export const id: string | undefined = run.context.second?.id;

// 1. A run is made to fail at a step that its workflow does not have.
// @ts-expect-error
await testWorkflow(fused, { input, vault, failAt: 'write-third' });

// 2. A run is made to fail behind a step that its workflow does not have.
// @ts-expect-error
await testWorkflow(fused, { input, vault, failAfter: 'write-third' });

// 3. A run is made to fail at one place and behind another.
// @ts-expect-error
await testWorkflow(fused, { input, vault, failAt: 'finish', failAfter: 'finish' });

// 4. A workflow is tested with an input that is not its own.
// @ts-expect-error
await testWorkflow(fused, { input: { text: 7, end: 'well' }, vault });

// 5. A test refers to a step that the workflow does not have.
// @ts-expect-error
export const isThird = run.steps[0]?.name === 'write-third';

// 6. A test reads a value that no step writes.
// @ts-expect-error
export const third = run.context.third;

// 7. A test assumes a value that may be missing at the end of a run.
// @ts-expect-error
export const surely: string = run.context.last;

const vendor = await startVendor({ 'GET /items/:id': ({ params }) => ({ id: params['id'] }) });
export const library: { fetch: typeof globalThis.fetch } = { fetch: vault.http.fetch };
export const item: { id: string } = await readJson(
  await vault.http.with({ tries: 1 }).fetch(vendor.url),
  z.object({ id: z.string() }),
);

// 8. A client is given a limit that it does not have.
// @ts-expect-error
vault.http.with({ retries: 3 });

// 9. An OAuth 2 client has no secret.
// @ts-expect-error
vault.http.withClientCredentials({ issuer: vendor.url, clientId: 'a' });

// 10. An OAuth 2 client has no issuer and no token endpoint.
// @ts-expect-error
vault.http.withClientCredentials({ clientId: 'a', clientSecret: 'b' });

// 11. An OAuth 2 client has both.
// @ts-expect-error
vault.http.withClientCredentials({ issuer: 'a', tokenUrl: 'b', clientId: 'a', clientSecret: 'b' });

// 12. The client of a vault is replaced.
// @ts-expect-error
vault.http = { ...vault.http };

// 13. An answer is used as if it were not checked by its schema.
// @ts-expect-error
export const title: string = (await readJson(await vault.http.fetch(vendor.url), z.object({}))).title;

// 14. A test lets a plugin call an address that is not in a list.
// @ts-expect-error
openInMemory(Ledger, {}, { outside: vendor.host });

// 15. A test lets a plugin call outside systems in its own settings.
// @ts-expect-error
await startPlugin(Ledger, {}, { allow: [vendor.host] });

// 16. A route of a vendor is a value.
// @ts-expect-error
await startVendor({ 'GET /items': { items: [] } });

const settings = z.object({ webhook: secret(z.url()), limit: z.int().default(3) });
const configured: { webhook: string; limit: number } = await orgSettingsOf<typeof settings>(vault);
export const webhook: string = configured.webhook;

// 17. A plugin reads a setting that organizations do not have.
// @ts-expect-error
export const channel = (await orgSettingsOf<typeof settings>(vault)).channel;

// 18. A plugin forgets that settings are read from the database.
// @ts-expect-error
export const early: string = orgSettingsOf<typeof settings>(vault).webhook;

// 19. A number is declared as a secret.
// @ts-expect-error
export const pin = secret(z.int());

// 20. A check is put behind the mark of a secret, where it would take the mark away.
// @ts-expect-error
export const long = secret(z.string()).max(10);

// 21. The settings of organizations are no schema.
const loose = { webhook: 'https://example.org/' };
// @ts-expect-error
export const Loose = definePlugin({ name: 'Loose', organizationSettings: loose });
