import { GraphiQL } from 'graphiql';
import { examples } from './examples.ts';
import { fetcherFor } from './fetcherFor.ts';
import { headersBeforeTheEditor } from './headersBeforeTheEditor.ts';
import { createPlanShelf } from './planShelf.ts';
import { QueryPlanPanel } from './QueryPlanPanel.tsx';
import type { Setup } from './readSetup.ts';

/** GraphiQL on this gateway: the examples as its first tabs, the development token in every new tab's headers. */
export function Explorer({ endpoint, token }: Setup) {
  const headers = token ? JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2) : '';
  const plans = createPlanShelf();
  return (
    <GraphiQL
      fetcher={fetcherFor({ endpoint, plans }, headersBeforeTheEditor(headers))}
      defaultHeaders={headers}
      defaultTabs={examples.map((example) => ({ ...example, headers }))}
      shouldPersistHeaders
    >
      <GraphiQL.Logo>NimbusVault</GraphiQL.Logo>
      <GraphiQL.Footer>
        <QueryPlanPanel plans={plans} />
      </GraphiQL.Footer>
    </GraphiQL>
  );
}
