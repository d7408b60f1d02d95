/** The answer to a GraphQL request. */
export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads what its own query selects
  readonly data: any;
  readonly errors?: readonly AnswerError[];
}

/** One entry of an answer's `errors`. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly subgraph?: string;
    readonly requestId?: string;
    readonly saga?: { readonly id: string; readonly status: string; readonly step: string | null };
  };
}

/** Posts a GraphQL request. */
export async function ask(url: string, headers: Record<string, string>, body: object): Promise<Answer> {
  const json = { ...headers, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}
