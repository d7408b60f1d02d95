import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { TrustedDocument } from '@nimbusvault/runtime/registry';
import { pino } from 'pino';
import { startGateway, type Gateway } from '../index.ts';
import { bookmarksSdl, coreSdl } from './library.ts';

interface TestPlugin {
  readonly url: string;
  readonly sdl: string;
}

/** A gateway over files in its own folder. */
export interface TestGateway extends Gateway {
  /** Writes a file of the folder: `vault-settings.json`, `supergraph.yaml` or `<Name>.graphql`. */
  write(file: string, text: string): void;
  activate(...plugins: string[]): void;
  token(claims?: JWTPayload, key?: CryptoKey): Promise<string>;
  query(query: string, variables?: object): Promise<TestAnswer>;
}

export interface TestAnswer {
  readonly data?: unknown;
  readonly errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
}

const issuer = 'test-issuer';
const audience = 'test-audience';
const userId = '11111111-1111-4111-8111-111111111111';

/** The options of a test's gateway; in development it has a development token. */
interface TestSite {
  readonly developmentToken?: string | undefined;
  /** `Base.documents`. */
  readonly documents?: { readonly mode: string };
  /** `Base.graphql`. */
  readonly graphql?: { readonly introspection: string };
  /** The registered documents that it has stored. */
  readonly registered?: readonly TrustedDocument[];
}

/** Starts the gateway over `subgraphs`, all of them active. `limits` are those of the settings; it is in development. */
export async function startTestGateway(
  subgraphs: Record<string, TestPlugin>,
  limits: object = {},
  site: TestSite = { developmentToken: 'a-development-token' },
): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-gateway-'));
  const identity = await generateKeyPair('EdDSA', { extractable: true });
  const key = JSON.stringify(await exportJWK(identity.publicKey));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const { documents, graphql, registered: values = [] } = site;
  const activate = (...plugins: string[]) =>
    write('vault-settings.json', settingsText(plugins, { key, limits, documents, graphql }));
  activate(...Object.keys(subgraphs).filter((name) => name !== 'Core'));
  write('supergraph.yaml', supergraphText(subgraphs));
  for (const [name, { sdl }] of Object.entries(subgraphs)) write(`${name}.graphql`, sdl);
  const settingsFile = join(folder, 'vault-settings.json');
  write('state.json.documents', JSON.stringify({ vault: settingsFile, values }));
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    settingsFile,
    supergraphFile: join(folder, 'supergraph.yaml'),
    assertionKey: await assertionKey(),
    developmentToken: site.developmentToken,
    stateFile: join(folder, 'state.json'),
    env: {},
    log: pino({ level: 'silent' }),
  }).catch((error: unknown) => {
    rmSync(folder, { recursive: true });
    throw error;
  });
  const token = (claims: JWTPayload = {}, by: CryptoKey = identity.privateKey) => sign(claims, by);
  const stop = async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  };
  const query = async (text: string, variables?: object) =>
    ask(gateway.url, await token(), { query: text, variables });
  return { url: gateway.url, stop, write, activate, token, query };
}

/** Core and Bookmarks of library.ts at their URLs. */
export function library(core: { url: string }, bookmarks: { url: string }): Record<string, TestPlugin> {
  return { Core: { url: core.url, sdl: coreSdl }, Bookmarks: { url: bookmarks.url, sdl: bookmarksSdl } };
}

async function ask(url: string, token: string, body: object): Promise<TestAnswer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as TestAnswer;
}

async function sign(claims: JWTPayload, key: CryptoKey): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 600;
  return new SignJWT({
    iss: issuer,
    aud: audience,
    sub: userId,
    org: 'acme',
    roles: ['member'],
    exp,
    ...claims,
  })
    .setProtectedHeader({ alg: 'EdDSA' })
    .sign(key);
}

async function assertionKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
}

function settingsText(
  plugins: string[],
  { key, ...base }: Pick<TestSite, 'documents' | 'graphql'> & { key: string; limits: object },
): string {
  const identity = { issuer, audience, key };
  return JSON.stringify({
    Base: { active_plugins: plugins, identity, ...base, cors: { origins: ['https://app.example'] } },
  });
}

function supergraphText(subgraphs: Record<string, TestPlugin>): string {
  const entries = Object.entries(subgraphs).map(
    ([name, { url }]) => `  ${name}:\n    routing_url: ${url}\n    schema:\n      file: ./${name}.graphql\n`,
  );
  return `federation_version: =2.14.4\nsubgraphs:\n${entries.join('')}`;
}
