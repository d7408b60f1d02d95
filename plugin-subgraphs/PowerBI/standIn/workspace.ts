/** The workspace of the stand-in. */
export const workspaceId = 'f089354e-8366-4e18-aea3-4cb4a3a50b48';

const [sales, archive] = ['cfafbeb1-8037-4d0c-896e-a46fb27ff229', '0f1e9a4c-52c1-4c9e-b3f6-7f2e6a0d9b11'];

/** The roles of each dataset; one without roles shows all its rows to everybody, and Power BI refuses an identity for it. */
export const datasets: Readonly<Record<string, readonly string[]>> = {
  [sales]: ['Organization', 'Region'],
  [archive]: [],
};

export const reports = [
  report('5b218778-e7a5-4d73-8187-f10824047715', 'Usage of documents', sales),
  report('b2e4d1f0-9c3a-4f7e-8a55-1c2d3e4f5a6b', 'Growth', sales),
  report('c7a9e3b1-0d2f-4e6a-9b8c-7d6e5f4a3b2c', 'All organizations', archive),
  {
    ...report('d1c2b3a4-5e6f-4a7b-8c9d-0e1f2a3b4c5d', 'Invoices', sales),
    reportType: 'PaginatedReport',
    datasetId: undefined,
  },
];

function report(id: string, name: string, datasetId: string) {
  const place = `groups/${workspaceId}/reports/${id}`;
  return {
    id,
    reportType: 'PowerBIReport',
    name,
    webUrl: `https://app.powerbi.com/${place}`,
    embedUrl: `https://app.powerbi.com/reportEmbed?reportId=${id}&groupId=${workspaceId}`,
    isFromPbix: true,
    isOwnedByMe: true,
    datasetId,
    datasetWorkspaceId: workspaceId,
    users: [],
    subscriptions: [],
  };
}
