import { makeOrg, type Client } from '@nimbusvault/testing';
import { mutate } from '../../support/core.ts';
import type { MoreThings } from './furnish.ts';

const documentsOfEach = 4;

/** The names in an organization's requests: ids, and the cursors of its documents. */
export interface Things {
  readonly user: string;
  readonly folder: string;
  readonly document: string;
  /** The objects that other organizations try to delete, archive and move. */
  readonly spare: string;
  readonly bookmark: string;
  readonly cursor: string;
  /** The rows in the other plugins, where they are active. */
  readonly more?: MoreThings;
}

/** An organization whose rows all contain its slug. */
export interface Actor {
  readonly slug: string;
  readonly admin: Client;
  readonly things: Things;
}

/** Makes organizations in the vault that runs on `stateDir`, one after the other, each with rows in core and in Bookmarks. */
export async function makeCast(stateDir: string, count: number): Promise<readonly Actor[]> {
  const cast: Actor[] = [];
  while (cast.length < count) cast.push(await makeActor(stateDir));
  return cast;
}

async function makeActor(stateDir: string): Promise<Actor> {
  const { slug, admin } = await makeOrg(stateDir);
  const folder = await mutate(admin, 'createFolder', { name: `${slug} folder` });
  const documents = [];
  for (let number = 0; number < documentsOfEach; number++)
    documents.push(
      await mutate(admin, 'createDocument', { title: `${slug} ${number}`, folderId: folder.id, body: slug }),
    );
  const shared = await admin.query(
    `mutation ($in: ShareBookmarkInput!) { shareBookmark(input: $in) { ... on SharedBookmark { id } } }`,
    { in: { title: slug, targetUrl: `https://${slug}.example/` } },
  );
  const page = await admin.query('{ documents(first: 2) { pageInfo { endCursor } } }');
  const [document, spare] = documents.map(({ id }) => id);
  const cursor: string = page.data.documents.pageInfo.endCursor;
  const bookmark: string = shared.data.shareBookmark.id;
  const things = { user: admin.userId, folder: folder.id, document: document ?? '', spare: spare ?? '' };
  return { slug, admin, things: { ...things, bookmark, cursor } };
}
