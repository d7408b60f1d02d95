import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { startSubject, type Subject } from '../gateway/subjects.ts';
import { coreSdl, pluginSdl, toggledSdl } from './sdls.ts';

const cores = '0,1';
const [issuer, audience] = ['bench', 'bench'];

/** A gateway with a subgraph, Toggled, that changes. */
export interface Swapping {
  readonly subject: Subject;
  readonly authorization: string;
  /** The file that receives the longest delay of the event loop, twice a second. */
  readonly loopFile: string;
  /** Gives Toggled the field `toggle<number>`. */
  toggle(number: number): Promise<void>;
  stop(): Promise<void>;
}

/** The subgraphs, all in one process. */
async function startStandIn(
  plugins: number,
): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const child = fork(join(import.meta.dirname, 'standIn.ts'), [String(plugins)], { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  return { child, origin: `http://127.0.0.1:${port}` };
}

/** Ours, as it serves a vault: it watches the committed schemas. */
export async function startOurs(plugins: number): Promise<Swapping> {
  const { child, origin } = await startStandIn(plugins);
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
  const identity = await generateKeyPair('EdDSA', { extractable: true });
  const assertion = await generateKeyPair('EdDSA', { extractable: true });
  writeVault(folder, { plugins, origin, key: JSON.stringify(await exportJWK(identity.publicKey)) });
  const loopFile = join(folder, 'loop.jsonl');
  const subject = await startSubject('gateway/bin/nimbus-gateway.mjs', [], {
    cores,
    env: {
      ...probing(loopFile),
      HOST: '127.0.0.1',
      PORT: '0',
      NIMBUS_SETTINGS: join(folder, 'vault-settings.json'),
      NIMBUS_SUPERGRAPH: join(folder, 'supergraph.yaml'),
      NIMBUS_GATEWAY_STATE: join(folder, 'state.json'),
      NIMBUS_ASSERTION_PRIVATE_KEY: JSON.stringify(await exportJWK(assertion.privateKey)),
      NODE_ENV: 'production',
    },
  });
  return {
    subject,
    authorization: `Bearer ${await tokenOf(identity.privateKey)}`,
    loopFile,
    async toggle(number) {
      await change(child, number);
      writeFileSync(join(folder, 'Toggled.graphql'), toggledSdl(number));
    },
    stop: () => stopBoth(subject, child),
  };
}

interface VaultOnDisk {
  readonly plugins: number;
  readonly origin: string;
  /** The public JWK that verifies tokens. */
  readonly key: string;
}

function writeVault(folder: string, { plugins, origin, key }: VaultOnDisk): void {
  const names = namesOf(plugins);
  for (const [name, sdl] of sdlsOf(plugins)) writeFileSync(join(folder, `${name}.graphql`), sdl);
  const Base = { active_plugins: names.slice(1), identity: { issuer, audience, key } };
  writeFileSync(join(folder, 'vault-settings.json'), JSON.stringify({ Base }));
  const entries = names.map(
    (name) =>
      `  ${name}:\n    routing_url: ${origin}/${name}/graphql\n    schema:\n      file: ./${name}.graphql\n`,
  );
  writeFileSync(join(folder, 'supergraph.yaml'), `subgraphs:\n${entries.join('')}`);
}

function tokenOf(key: CryptoKey): Promise<string> {
  return new SignJWT({ org: 'acme', roles: ['member'] })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('11111111-1111-4111-8111-111111111111')
    .setExpirationTime('2h')
    .sign(key);
}

/** @apollo/gateway with IntrospectAndCompose: it polls the subgraphs for their schemas every second. */
export async function startIntrospecting(plugins: number): Promise<Swapping> {
  const { child, origin } = await startStandIn(plugins);
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
  const subgraphs = namesOf(plugins).map((name) => ({ name, url: `${origin}/${name}/graphql` }));
  const file = join(folder, 'subgraphs.json');
  writeFileSync(file, JSON.stringify(subgraphs));
  const loopFile = join(folder, 'loop.jsonl');
  const env = { ...probing(loopFile), NODE_ENV: 'production' };
  const subject = await startSubject('bench/peers/introspecting.mjs', [file], { cores, env });
  return {
    subject,
    authorization: 'Bearer bench',
    loopFile,
    toggle: (number) => change(child, number),
    stop: () => stopBoth(subject, child),
  };
}

function probing(loopFile: string): NodeJS.ProcessEnv {
  return {
    BENCH_LOOP_FILE: loopFile,
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'loopProbe.mjs')}`,
  };
}

async function change(child: ChildProcess, number: number): Promise<void> {
  const changed = once(child, 'message');
  child.send(number);
  await changed;
}

async function stopBoth(subject: Subject, child: ChildProcess): Promise<void> {
  await subject.stop();
  child.kill();
}

function namesOf(plugins: number): readonly string[] {
  return [...sdlsOf(plugins).keys()];
}

function sdlsOf(plugins: number): ReadonlyMap<string, string> {
  const own = Array.from(
    { length: plugins - 1 },
    (_, index) => [`P${index + 1}`, pluginSdl(index + 1)] as const,
  );
  return new Map([['Core', coreSdl], ...own, ['Toggled', toggledSdl(0)]]);
}
