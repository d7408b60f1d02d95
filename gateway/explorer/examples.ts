import type { Example } from './example.ts';
import { pluginExamples } from './pluginExamples.ts';

const bookmarksOfEveryone: Example = {
  query: `# Core answers the users; the Bookmarks
# plugin adds what each of them shared.
query BookmarksOfEveryone {
  viewer {
    username
    organization {
      name
    }
  }
  users(first: 10) {
    edges {
      node {
        username
        sharedBookmarks(first: 5) {
          totalCount
          edges {
            node {
              title
              targetUrl
            }
          }
        }
      }
    }
  }
}
`,
};

const shareBookmark: Example = {
  query: `# An expected failure is an answer too:
# try a targetUrl that begins with ftp://
mutation ShareBookmark($input: ShareBookmarkInput!) {
  shareBookmark(input: $input) {
    __typename
    ... on SharedBookmark {
      id
      title
      targetUrl
      sharedBy {
        username
      }
    }
    ... on Failure {
      message
    }
  }
}
`,
  variables: JSON.stringify(
    { input: { targetUrl: 'https://graphql.org/learn', title: 'Learn GraphQL' } },
    null,
    2,
  ),
};

const documents: Example = {
  query: `# One page; its endCursor, given as the
# variable "after", asks for the next one.
query Documents($first: Int!, $after: String) {
  documents(first: $first, after: $after) {
    totalCount
    edges {
      cursor
      node {
        id
        title
        folder {
          name
        }
        createdBy {
          username
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  variables: JSON.stringify({ first: 10, after: null }, null, 2),
};

/** The tabs of a first visit, the one to run first in front. */
export const examples: Example[] = [bookmarksOfEveryone, shareBookmark, documents, ...pluginExamples];
