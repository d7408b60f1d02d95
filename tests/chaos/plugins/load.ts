import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@nimbusvault/testing';
import type { Ledger } from './ledger.ts';
import { join, joinWithSite, type Member, type Written } from './members.ts';
import type { Stage } from './stage.ts';

const writers = 3;
const betweenMs = 350;
const newcomerEveryMs = 12_000;

/** The vault that is used, the requests so far, and the end of the load. */
interface Work {
  readonly stage: Stage;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly over: AbortSignal;
}

/** The organizations with their documents, and answers that are wrong. */
interface Loaded {
  readonly members: readonly Member[];
  readonly violations: readonly string[];
}

const create = `mutation ($input: CreateDocumentInput!) { createDocument(input: $input) { __typename ... on Document { id } } }`;
const update = `mutation ($input: UpdateDocumentInput!) { updateDocument(input: $input) { __typename } }`;
const archive = `mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }`;
const share = `mutation ($input: ShareBookmarkInput!) { shareBookmark(input: $input) { __typename } }`;
const question = `mutation { askDocuments(question: "Which words were written?") {
  __typename ... on DocumentAnswer { citations { document { body } } } } }`;
const report = `{ powerBIEmbed(reportId: "b2e4d1f0-9c3a-4f7e-8a55-1c2d3e4f5a6b") { __typename ... on PowerBIEmbed { token } } }`;
const everything = `{
  documents(first: 10) { edges { node { id title summary source { path } activity(first: 3) { edges { node { kind } } } } } }
  activity(first: 10) { edges { node { kind document { title } } } }
  sharePointSites { edges { node { name import { state done error } } } }
  sharedBookmarks(first: 5) { edges { node { title } } }
}`;

/** Uses the vault steadily until it is over: three organizations write, ask and read, and others come and import a site. */
export async function load(work: Work): Promise<Loaded> {
  const members: Member[] = [];
  const violations: string[] = [];
  const writing = async () => {
    const member = await join(work.stage, work.ledger);
    members.push(member);
    while (!work.over.aborted) {
      violations.push(...(await act(member, work)));
      await pause(betweenMs);
    }
  };
  const importing = async () => {
    while (!work.over.aborted) {
      members.push(await joinWithSite(work.stage, work.ledger));
      await pause(newcomerEveryMs, undefined, { signal: work.over }).catch(() => {});
    }
  };
  await Promise.all([importing(), ...Array.from({ length: writers }, writing)]);
  return { members, violations };
}

async function act(member: Member, { ledger, random }: Work): Promise<readonly string[]> {
  const drawn = random();
  const document = member.documents[Math.floor(random() * member.documents.length)];
  if (!document || drawn < 0.25) return write(member, ledger);
  if (drawn < 0.4) return document.isArchived ? [] : rewrite(document, member, ledger);
  if (drawn < 0.5) return document.isArchived ? [] : putAway(document, member, ledger);
  if (drawn < 0.65) return askDocuments(member, ledger);
  if (drawn < 0.75) return embed(member, ledger);
  await ledger.ask(member.admin, everything);
  return [];
}

async function write(member: Member, ledger: Ledger): Promise<readonly string[]> {
  const { slug, admin, documents } = member;
  const [title, body] = [`${slug} ${documents.length}`, `Words of ${slug}, written first.`];
  const { data } = await ledger.ask(admin, create, { input: { title, body } });
  const { id } = data?.createDocument ?? {};
  if (!id) return [`${title} could not be created`];
  documents.push({ id, body, updates: 0, isArchived: false });
  const link = { title, targetUrl: `https://vault.example/entity/${id}` };
  await ledger.ask(admin, share, { input: link });
  return [];
}

async function rewrite(document: Written, { slug, admin }: Member, ledger: Ledger) {
  const body = `Words of ${slug}, written ${document.updates + 2} times.`;
  const { data } = await ledger.ask(admin, update, { input: { id: document.id, body } });
  if (data?.updateDocument?.__typename !== 'Document') return [`${document.id} could not be updated`];
  Object.assign(document, { body, updates: document.updates + 1 });
  return [];
}

async function putAway(document: Written, { admin }: Member, ledger: Ledger) {
  const { data } = await ledger.ask(admin, archive, { id: document.id });
  document.isArchived = data?.archiveDocument?.__typename === 'Document';
  return document.isArchived ? [] : [`${document.id} could not be archived`];
}

interface Citation {
  readonly document: { readonly body: string } | null;
}

async function askDocuments({ slug, admin }: Member, ledger: Ledger): Promise<readonly string[]> {
  const { data } = await ledger.ask(admin, question);
  const citations: readonly Citation[] = data?.askDocuments?.citations ?? [];
  const isOwn = citations.every(({ document }) => document === null || document.body.includes(slug));
  return isOwn ? [] : [`${slug} got a citation that is not its own`];
}

async function embed({ slug, admin }: Member, ledger: Ledger): Promise<readonly string[]> {
  const { data } = await ledger.ask(admin, report);
  const token: string | undefined = data?.powerBIEmbed?.token;
  if (token === undefined) return [];
  const { identities } = JSON.parse(Buffer.from(token, 'base64url').toString());
  return identities.length === 1 && identities[0].username === slug
    ? []
    : [`${slug} got a token of another one`];
}
