import { defineOperation, gql } from '@nimbusvault/sdk';
import { z } from 'zod';

const document = z.object({
  title: z.string(),
  body: z.string(),
  version: z.int(),
  archivedAt: z.string().nullable(),
});

export const textOf = defineOperation({
  document: gql`
    query TextOf($id: ID!) {
      document(id: $id) {
        title
        body
        version
        archivedAt
      }
    }
  `,
  variables: z.object({ id: z.uuid() }),
  data: z.object({ document: document.nullable() }),
});

const page = z.object({
  edges: z.array(z.object({ node: z.object({ id: z.uuid(), version: z.int() }) })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

export const oldestDocuments = defineOperation({
  document: gql`
    query OldestDocuments($after: String) {
      documents(first: 100, after: $after, orderBy: [{ field: CREATED_AT }]) {
        edges {
          node {
            id
            version
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  variables: z.object({ after: z.string().nullable() }),
  data: z.object({ documents: page }),
});
