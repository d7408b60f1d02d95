import type { GraphiQLProps } from 'graphiql';
import type { PlanShelf } from './planShelf.ts';

/** The endpoint, and the receiver of the plans beside its answers. */
interface Site {
  endpoint: string;
  plans: PlanShelf;
}

/** Sends each operation to the endpoint as one POST, with the headers of the headers tab; the first introspection with `early`. */
export function fetcherFor(
  { endpoint, plans }: Site,
  early: Record<string, string>,
): GraphiQLProps['fetcher'] {
  return async (operation, options) => {
    const isIntrospection = operation.operationName === 'IntrospectionQuery';
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(isIntrospection ? {} : { 'nimbus-query-plan': 'include' }),
        ...(options?.headers ?? (isIntrospection ? early : {})),
      },
      body: JSON.stringify(operation),
    });
    return plans.take(await response.json());
  };
}
