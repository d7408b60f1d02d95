import { defineOperation, gql } from '@nimbusvault/sdk';
import { z } from 'zod';

const named = z.object({
  id: z.string(),
  title: z.string().optional(),
  name: z.string().optional(),
  username: z.string().optional(),
});

/** The names of entities and users; null for what no longer exists. */
export const findNames = defineOperation({
  document: gql`
    query FindNames($ids: [ID!]!) {
      nodes(ids: $ids) {
        id
        ... on Document {
          title
        }
        ... on Folder {
          name
        }
        ... on Organization {
          name
        }
        ... on User {
          username
        }
      }
    }
  `,
  variables: z.object({ ids: z.array(z.uuid()) }),
  data: z.object({ nodes: z.array(named.nullable()) }),
});
