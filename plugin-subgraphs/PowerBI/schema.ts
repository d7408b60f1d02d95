import { gql } from 'graphql-tag';

export const typeDefs = gql`
  "A report of the vault's workspace at Power BI."
  type PowerBIReport {
    id: ID!
    name: String!
  }

  type PowerBIReportList {
    "Those whose rows can be limited to an organization, by name."
    reports: [PowerBIReport!]!
  }

  "All that a page needs to embed a report with the rows of the caller's organization."
  type PowerBIEmbed {
    reportId: ID!
    embedUrl: String!
    "For powerbi-client: an accessToken of the type Embed. It is a secret of the organization."
    token: String!
    "Ask for another one before."
    expiresAt: DateTime!
  }

  "Power BI is busy, slow or down."
  type PowerBIUnavailable implements Failure {
    message: String!
    "The seconds after which it can be asked again, if it says so."
    retryAfter: Int
  }

  "Power BI refuses the vault; an operator has to correct the settings or the workspace."
  type PowerBIRefused implements Failure {
    message: String!
  }

  "Power BI gave an answer that is not as documented."
  type PowerBIFaulty implements Failure {
    message: String!
  }

  union PowerBIReportsResult = PowerBIReportList | PowerBIUnavailable | PowerBIRefused | PowerBIFaulty
  union PowerBIEmbedResult = PowerBIEmbed | NotFound | PowerBIUnavailable | PowerBIRefused | PowerBIFaulty

  type Query {
    powerBIReports: PowerBIReportsResult @role(needs: "member")
    "A new embed token for each call, valid for some minutes."
    powerBIEmbed(reportId: ID!): PowerBIEmbedResult @role(needs: "member")
  }
`;
