import { defineOperation, gql } from '@nimbusvault/sdk';
import { z } from 'zod';

/** Makes a document of core in the name of a user. */
export const createDocument = defineOperation({
  document: gql`
    mutation CreateDocument($title: String!, $body: String!) {
      createDocument(input: { title: $title, body: $body }) {
        ... on Document {
          id
        }
        ... on Failure {
          message
        }
      }
    }
  `,
  variables: z.object({ title: z.string(), body: z.string() }),
  data: z.object({
    createDocument: z.union([z.object({ id: z.uuid() }), z.object({ message: z.string() })]),
  }),
  forUser: true,
});
