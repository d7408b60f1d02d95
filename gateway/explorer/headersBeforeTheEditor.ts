const savedByGraphiQL = 'graphiql:headers';

/** What the headers tab will hold once it is there: GraphiQL asks for the schema before that, without headers. */
export function headersBeforeTheEditor(prefilled: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(savedByGraphiQL) ?? prefilled);
  } catch {
    return {};
  }
}
