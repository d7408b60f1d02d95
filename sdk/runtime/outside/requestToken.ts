import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  discoveryRequest,
  processClientCredentialsResponse,
  processDiscoveryResponse,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
  type AuthorizationServer,
} from 'oauth4webapi';
import { throwIfUnavailable, VaultError, type ClientCredentials } from '@nimbusvault/sdk/kernel';

const usualLifeMs = 300_000;
const mostEarlyMs = 60_000;

/** An access token, and the time until which it is used. */
export interface Token {
  readonly value: string;
  readonly until: number;
}

/** Requests a token from the token endpoint. Its errors name the client, never its secret or an answer. */
export async function requestToken(
  client: ClientCredentials,
  fetch: typeof globalThis.fetch,
): Promise<Token> {
  try {
    const server = await serverOf(client, fetch);
    const { clientId: client_id, scope, parameters = {} } = client;
    const response = await clientCredentialsGrantRequest(
      server,
      { client_id },
      authOf(client, server),
      { ...parameters, ...(scope === undefined ? {} : { scope }) },
      optionsOf(server.token_endpoint ?? '', fetch),
    );
    const { access_token: value, expires_in: seconds } = await processClientCredentialsResponse(
      server,
      { client_id },
      response,
    );
    return { value, until: Date.now() + usableMs(seconds) };
  } catch (error) {
    throw error instanceof VaultError ? error : refusal(client, error);
  }
}

/** A token is renewed before it expires: a request with it takes its time. */
function usableMs(seconds: number | undefined): number {
  const lifeMs = seconds === undefined ? usualLifeMs : seconds * 1_000;
  return lifeMs - Math.min(mostEarlyMs, lifeMs / 10);
}

async function serverOf(
  { issuer, tokenUrl }: ClientCredentials,
  fetch: typeof globalThis.fetch,
): Promise<AuthorizationServer> {
  if (tokenUrl !== undefined) return { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const url = new URL(issuer ?? '');
  const options = optionsOf(url.href, fetch);
  const answered = await discoveryRequest(url, options);
  const response =
    answered.status === 404 ? await discoveryRequest(url, { ...options, algorithm: 'oauth2' }) : answered;
  return processDiscoveryResponse(url, response);
}

function authOf({ clientSecret }: ClientCredentials, server: AuthorizationServer) {
  const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server;
  return methods.includes('client_secret_basic')
    ? ClientSecretBasic(clientSecret)
    : ClientSecretPost(clientSecret);
}

/** Secrets travel without TLS only within this machine, as in tests. */
function optionsOf(url: string, fetch: typeof globalThis.fetch) {
  const isHere = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url);
  const send = async (to: string, init: object) => {
    const response = await fetch(to, init);
    await throwIfUnavailable(response);
    return response;
  };
  return { [customFetch]: send, [allowInsecureRequests]: isHere };
}

function refusal({ issuer, tokenUrl = issuer, clientId }: ClientCredentials, error: unknown): VaultError {
  const where = URL.canParse(tokenUrl ?? '') ? new URL(tokenUrl ?? '').origin : 'The issuer';
  return new VaultError(
    'OUTSIDE_ANSWER_INVALID',
    `${where} gave no access token to the client "${clientId}": ${reasonOf(error)}.`,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof WWWAuthenticateChallengeError) return `status ${error.status}`;
  if (error instanceof ResponseBodyError && /^\w{1,64}$/.test(error.error)) return error.error;
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'its settings are invalid';
}
