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
