import type { HighlightPart, Matches } from './search.ts';

/** A Relay connection over matches, as `searchTypes` declares it. */
interface SearchConnection<View> {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: View;
    readonly rank: number;
    readonly highlight: readonly HighlightPart[];
  }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Makes a Relay connection of the matches of a search; `view` converts each row. */
export function searchConnection<Row, View>(
  page: Matches<Row>,
  view: (row: Row) => View,
): SearchConnection<View> {
  const { hasNextPage, hasPreviousPage } = page;
  const edges = page.matches.map((match) => ({
    cursor: page.cursorOf(match),
    node: view(match.row),
    rank: match.rank,
    highlight: match.highlight,
  }));
  const startCursor = edges.at(0)?.cursor ?? null;
  const endCursor = edges.at(-1)?.cursor ?? null;
  return { edges, pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor } };
}
