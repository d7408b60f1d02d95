import { randomUUID } from 'node:crypto';
import { makeOrg, type Client, type Random } from '@nimbusvault/testing';
import { mutate } from '../../support/core.ts';

const names = ['grace', 'hedy', 'mary'];

/** A member of the organization, with a document and a link. */
interface Person {
  readonly name: string;
  readonly client: Client;
  readonly document: string;
}

/** The people of an organization, and an admin who looks at them without a row of their own. */
export interface Cast {
  readonly people: readonly Person[];
  readonly observer: Client;
}

/** Makes an organization with ada, its admin, and three others, in the vault that runs on `stateDir`. */
export async function makeCast(stateDir: string): Promise<Cast> {
  const org = await makeOrg(stateDir);
  const people = [await settle('ada', org.admin)];
  for (const username of names) {
    const { id } = await mutate(org.admin, 'createUser', { username });
    people.push(await settle(username, await org.client(['admin'], id)));
  }
  return { people, observer: await org.client(['admin'], randomUUID()) };
}

async function settle(name: string, client: Client): Promise<Person> {
  const { id } = await mutate(client, 'createDocument', { title: `The first of ${name}` });
  await client.query(shareQuery, {
    in: { title: `The first of ${name}`, targetUrl: 'https://example.org/' },
  });
  return { name, client, document: id };
}

export const shareQuery = `mutation ($in: ShareBookmarkInput!) { answer: shareBookmark(input: $in) {
  __typename ... on SharedBookmark { id } } }`;

export function pick<Thing>(things: readonly Thing[], random: Random): Thing {
  const thing = things[Math.floor(random() * things.length)];
  if (thing === undefined) throw new RangeError('The list to pick from is empty.');
  return thing;
}
