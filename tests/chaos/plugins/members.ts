import { setTimeout as pause } from 'node:timers/promises';
import { makeOrg, type Client } from '@nimbusvault/testing';
import type { Ledger } from './ledger.ts';
import type { Stage } from './stage.ts';

const againAfterMs = 1_000;

/** A document, and what was done with it. */
export interface Written {
  readonly id: string;
  body: string;
  updates: number;
  isArchived: boolean;
}

/** An organization that uses all six plugins. */
export interface Member {
  readonly slug: string;
  readonly admin: Client;
  readonly documents: Written[];
  /** The site whose import was begun; undefined for an organization without one. */
  site?: string;
}

const configure = `mutation ($input: ConfigureTeamsInput!) { configureTeams(input: $input) { __typename } }`;
const account = `mutation ($input: ConfigureSharePointInput!) { configureSharePoint(input: $input) { __typename } }`;
const connect = `mutation { connectSharePointSite(input: { url: "https://contoso.sharepoint.com/sites/Rockets" }) { __typename } }`;
const sites = '{ sharePointSites { edges { node { id } } } }';
const start = 'mutation ($id: ID!) { importSharePointSite(id: $id) { __typename } }';

/** Makes an organization whose workflow in Teams wants the documents that are created and archived. */
export async function join({ stack, proxies }: Stage, ledger: Ledger): Promise<Member> {
  const { slug, admin } = await makeOrg(stack.stateDir);
  const webhook = `${proxies.Teams.url}/workflows/${slug}/triggers/manual/paths/invoke?sig=key`;
  const input = { webhook, events: ['CREATED', 'ARCHIVED'] };
  await untilAnswered(['TeamsSettings'], async () => typeOf(await ledger.ask(admin, configure, { input })));
  return { slug, admin, documents: [] };
}

/** Makes an organization that imports a site, and asks as often as it must. */
export async function joinWithSite(stage: Stage, ledger: Ledger): Promise<Member> {
  const member = await join(stage, ledger);
  const { admin } = member;
  const input = { tenantId: 'contoso.onmicrosoft.com', clientId: 'vault', clientSecret: 'site-secret' };
  await untilAnswered(['SharePointSettings'], async () =>
    typeOf(await ledger.ask(admin, account, { input })),
  );
  await untilAnswered(['SharePointSite', 'Conflict'], async () => typeOf(await ledger.ask(admin, connect)));
  await untilAnswered(['string'], async () => {
    const { data } = await ledger.ask(admin, sites);
    member.site = data?.sharePointSites?.edges[0]?.node.id;
    return typeof member.site;
  });
  const id = member.site;
  await untilAnswered(['SharePointSite', 'Conflict'], async () =>
    typeOf(await ledger.ask(admin, start, { id })),
  );
  return member;
}

function typeOf({ data }: { readonly data: unknown }): string | undefined {
  const [answer] = Object.values((data ?? {}) as Record<string, { __typename?: string } | null>);
  return answer?.__typename;
}

async function untilAnswered(
  wanted: readonly string[],
  ask: () => Promise<string | undefined>,
): Promise<void> {
  while (!wanted.includes((await ask()) ?? '')) await pause(againAfterMs);
}
