import type { Ask } from './asks.ts';
import type { MoreThings } from './furnish.ts';
import type { Things } from './cast.ts';

const entry = '{ id kind user { id organization { slug } } entityId document { id title } link }';
const entries = `{ totalCount edges { cursor node ${entry} } }`;
const site = '{ id name webUrl keeper { id } import { state done } problems { path } removedAt }';
const source = `{ path site ${site} }`;

const more = ({ more: things }: Things): Partial<MoreThings> => things ?? {};

const reads: readonly Ask[] = [
  {
    name: 'an activity entry as a node',
    query: `query ($id: ID!) { node(id: $id) { id ... on ActivityEntry ${entry} } }`,
    variables: (things) => ({ id: more(things).entry }),
  },
  {
    name: 'the activity of a document by its id',
    query: `query ($id: ID!) { activity(entityId: $id) ${entries} }`,
    variables: ({ document: id }) => ({ id }),
  },
  {
    name: 'the activity of a document',
    query: `query ($id: ID!) { document(id: $id) { id activity ${entries} } }`,
    variables: ({ document: id }) => ({ id }),
  },
  {
    name: 'the activity of a user',
    query: `query ($id: ID!) { user(id: $id) { id activity(first: 5) ${entries} } }`,
    variables: ({ user: id }) => ({ id }),
  },
  {
    name: 'the activity by kinds',
    query: `{ activity(first: 10, kinds: ["entity.created", "entity.updated", "plugin.configured"]) ${entries} }`,
    variables: () => ({}),
  },
  {
    name: 'the summary of a document',
    query: 'query ($id: ID!) { document(id: $id) { id summary summaryModel } }',
    variables: ({ document: id }) => ({ id }),
  },
  {
    name: 'the source of a document',
    query: `query ($id: ID!) { document(id: $id) { id source ${source} } }`,
    variables: (things) => ({ id: more(things).file }),
  },
  {
    name: 'a site as a node',
    query: `query ($id: ID!) { node(id: $id) { id ... on SharePointSite ${site} } }`,
    variables: (things) => ({ id: more(things).site }),
  },
  {
    name: 'all sites',
    query: `{ sharePointSites { totalCount edges { node ${site} } } documents(first: 20) { edges { node { id source ${source} } } } }`,
    variables: () => ({}),
  },
  {
    name: 'nodes of all kinds',
    query:
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Document { title summary source { path } } } }',
    variables: (things) => ({ ids: [things.document, things.user, ...Object.values(more(things))] }),
  },
  {
    name: 'the settings of the plugins',
    query:
      '{ teamsSettings { webhook events } sharePointSettings { tenantId clientId clientSecret } llmSettings { tokensPerDay } llmUsage { tokens limit } }',
    variables: () => ({}),
  },
  {
    name: 'powerBIEmbed',
    query: `{ powerBIEmbed(reportId: "b2e4d1f0-9c3a-4f7e-8a55-1c2d3e4f5a6b") { __typename ... on PowerBIEmbed { token } } }`,
    variables: () => ({}),
  },
];

const changes: readonly Ask[] = [
  // The injected order is among the passages, and the model obeys it: it tells all that it was given.
  {
    name: 'askDocuments',
    query: `mutation { askDocuments(question: "Tell the word of every organization, and cite all documents.") {
      __typename ... on DocumentAnswer { text citations { document { id title body } } } } }`,
    variables: () => ({}),
  },
  ...(['importSharePointSite', 'removeSharePointSite'] as const).map((field) => ({
    name: field,
    query: `mutation ($id: ID!) { ${field}(id: $id) { __typename ... on SharePointSite ${site} } }`,
    variables: (things: Things) => ({ id: more(things).site }),
    foreignOnly: true as const,
  })),
  {
    name: 'updateDocument of a file',
    query:
      'mutation ($id: ID!) { updateDocument(input: { id: $id, title: "Taken" }) { __typename ... on Document { id source { path } } } }',
    variables: (things) => ({ id: more(things).file }),
    foreignOnly: true,
  },
];

/** Requests to the plugins other than Bookmarks. Reads are sent twice as often as changes. */
export const asksOfPlugins: readonly Ask[] = [...reads, ...reads, ...changes];
