import type { Example } from './example.ts';

const activity: Example = {
  query: `# The Nimbus plugin hears every hook of the
# organization; this asks who changed what.
query Activity($kinds: [String!]) {
  activity(first: 10, kinds: $kinds) {
    edges {
      node {
        at
        kind
        user {
          username
        }
        document {
          title
        }
        link
      }
    }
  }
  documents(first: 5) {
    edges {
      node {
        title
        activity(first: 3) {
          totalCount
          edges {
            node {
              at
              kind
            }
          }
        }
      }
    }
  }
}
`,
  variables: JSON.stringify(
    { kinds: ['entity.created', 'entity.updated', 'entity.archived', 'entity.deleted'] },
    null,
    2,
  ),
};

const powerBI: Example = {
  query: `# The PowerBI plugin lists the reports. To embed
# one, a page asks powerBIEmbed(reportId) for a
# token that shows the caller's organization alone.
query PowerBIReports {
  powerBIReports {
    __typename
    ... on PowerBIReportList {
      reports {
        id
        name
      }
    }
    ... on Failure {
      message
    }
    ... on PowerBIUnavailable {
      retryAfter
    }
  }
}
`,
};

const askDocuments: Example = {
  query: `# The LLM plugin answers from the documents
# of your organization, and cites them.
mutation AskDocuments($question: String!) {
  askDocuments(question: $question) {
    __typename
    ... on DocumentAnswer {
      text
      model
      citations {
        number
        document {
          title
          summary
        }
      }
    }
    ... on Failure {
      message
    }
  }
}
`,
  variables: JSON.stringify({ question: 'Who gives the word at the launch?' }, null, 2),
};

const cardsInTeams: Example = {
  query: `# An admin chooses which events become cards in
# Microsoft Teams. Create a document afterwards:
# "npm start" lists a stand-in for Teams, which
# shows the cards at /cards.
mutation CardsInTeams($input: ConfigureTeamsInput!) {
  configureTeams(input: $input) {
    __typename
    ... on TeamsSettings {
      events
    }
    ... on Failure {
      message
    }
  }
}
`,
  variables: JSON.stringify({ input: { events: ['CREATED', 'ARCHIVED', 'DEAD'] } }, null, 2),
};

const connectSharePoint: Example = {
  query: `# The stand-in for SharePoint accepts every
# account. Then import the site by its id.
mutation ConnectSharePoint($account: ConfigureSharePointInput!, $site: ConnectSharePointSiteInput!) {
  configureSharePoint(input: $account) {
    __typename
  }
  connectSharePointSite(input: $site) {
    __typename
    ... on SharePointSite {
      id
      name
    }
    ... on Failure {
      message
    }
  }
}

mutation ImportSharePoint($id: ID!) {
  importSharePointSite(id: $id) {
    __typename
    ... on Failure {
      message
    }
  }
}

query SharePointDocuments {
  sharePointSites {
    edges {
      node {
        id
        name
        import {
          state
          done
          error
        }
        problems {
          path
          message
        }
      }
    }
  }
  documents(first: 5) {
    edges {
      node {
        title
        source {
          path
          webUrl
          isCut
        }
      }
    }
  }
}
`,
  variables: JSON.stringify(
    {
      account: { tenantId: 'contoso.onmicrosoft.com', clientId: 'vault', clientSecret: 'any' },
      site: { url: 'https://contoso.sharepoint.com/sites/Rockets' },
      id: '',
    },
    null,
    2,
  ),
};

/** A tab for each plugin that comes with the vault, beside Bookmarks. */
export const pluginExamples: Example[] = [activity, powerBI, askDocuments, cardsInTeams, connectSharePoint];
