/** Calls outside systems: with timeouts, retries of what is safe, and a circuit breaker for each origin. */
export interface OutsideHttp {
  /**
   * A standard `fetch`, also for a vendor's library: every answer is returned, in the end also one with 429 or 503. Throws TRANSACTION_OPEN where
   * a transaction has written, OUTSIDE_REFUSED for an address of this machine or of a private network, and OUTSIDE_UNAVAILABLE if there is no answer.
   */
  readonly fetch: typeof globalThis.fetch;
  /** The same client with other limits. */
  with(limits: Partial<HttpLimits>): OutsideHttp;
  /** The same client, which adds the access token of an OAuth 2 client (grant type client credentials) to each request. */
  withClientCredentials(client: ClientCredentials): OutsideHttp;
}

/** The limits of one call. */
export interface HttpLimits {
  /** The number of tries: 3 by default, at most 10. A request that may not be sent twice has one. */
  readonly tries: number;
  /** The wait for the head of an answer in one try, in milliseconds: 10 s by default, at most 5 minutes. */
  readonly tryMs: number;
  /** The time for all tries and for the whole answer, in milliseconds: 30 s by default, at most an hour. */
  readonly totalMs: number;
  /** The largest answer, in bytes after decompression: 10 MB by default, at most 1 GB. */
  readonly maxAnswerBytes: number;
}

/** An OAuth 2 client. Its token is requested once for all calls of this process, and renewed before it expires and after a 401. */
export type ClientCredentials = ClientSecret & TokenEndpoint;

/** The issuer, whose metadata name the token endpoint; or the token endpoint itself. */
type TokenEndpoint =
  | { readonly issuer: string; readonly tokenUrl?: undefined }
  | { readonly tokenUrl: string; readonly issuer?: undefined };

interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  /** Further parameters of the token request, such as `audience`. */
  readonly parameters?: Readonly<Record<string, string>>;
}
