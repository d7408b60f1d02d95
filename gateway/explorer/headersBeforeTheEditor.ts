const savedByGraphiQL = 'graphiql:headers';

/** The text that the headers tab will hold: GraphiQL requests the schema before that, without headers. */
export function headersBeforeTheEditor(prefilled: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(savedByGraphiQL) ?? prefilled);
  } catch {
    return {};
  }
}
