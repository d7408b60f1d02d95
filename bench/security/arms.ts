import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startSubject, type Subject } from '../gateway/subjects.ts';
import type { Databases, Question } from './databases.ts';

const [issuer, audience] = ['bench', 'bench'];
const anyRate = { perSecond: 1_000_000, burst: 1_000_000 };
const cores = '0,1';
const withoutIdentity = resolve('bench/security/withoutIdentity.ts');

/** The parts of security that an arm has. */
interface Security {
  readonly identity: boolean;
  readonly rowSecurity: boolean;
}

/** A separate gateway and core, as in production except for the parts that are switched off. */
export interface Arm extends AsyncDisposable {
  readonly name: string;
  /** The arm's own database. */
  readonly database: string;
  readonly url: string;
  readonly gateway: Subject;
  readonly core: Subject;
  /** The Authorization of a question's caller. */
  readonly authorizations: readonly string[];
}

interface Keys {
  readonly environment: NodeJS.ProcessEnv;
  readonly tokens: readonly string[];
}

/** All running arms. */
interface Arms extends AsyncDisposable {
  readonly all: readonly Arm[];
}

/** Starts the arms, in the given order. */
export async function startArms(
  wanted: Readonly<Record<string, Security>>,
  databases: Databases,
): Promise<Arms> {
  await using starting = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-bench-'));
  starting.defer(() => rmSync(folder, { recursive: true }));
  const keys = await makeKeys(folder, databases.questions);
  const all: Arm[] = [];
  for (const [name, security] of Object.entries(wanted))
    all.push(starting.use(await startArm(name, security, { databases, keys })));
  const started = starting.move();
  return { all, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

interface Site {
  readonly databases: Databases;
  readonly keys: Keys;
}

async function startArm(name: string, security: Security, { databases, keys }: Site): Promise<Arm> {
  const database = `bench_${name.replaceAll(' ', '_')}`;
  const environment = environmentOf(security, keys);
  const core = await startSubject('sdk/runtime/bin/nimbus-subgraph.mjs', ['serve', 'Core'], {
    cores,
    env: {
      ...environment,
      NIMBUS_SUPERGRAPH: resolve('supergraph.yaml'),
      NATS_URL: databases.natsUrl,
      DATABASE_URL: await databases.copy(database, security.rowSecurity),
    },
  });
  const env = { ...environment, CORE_URL: core.url };
  const gateway = await startSubject('gateway/bin/nimbus-gateway.mjs', [], { cores, env });
  const told = security.identity ? keys.tokens : databases.questions.map(saidBy);
  const authorizations = told.map((token) => `Bearer ${token}`);
  return {
    name,
    database,
    url: gateway.url,
    gateway,
    core,
    authorizations,
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      await core.stop();
    },
  };
}

function environmentOf({ identity }: Security, { environment }: Keys): NodeJS.ProcessEnv {
  const without = identity ? {} : { NODE_OPTIONS: `--import ${withoutIdentity}` };
  return { ...environment, ...without, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0' };
}

const saidBy = ({ org, userId }: Question) => `${org}/${userId}`;

const jwk = async (key: CryptoKey) => JSON.stringify(await exportJWK(key));

async function makeKeys(folder: string, questions: readonly Question[]): Promise<Keys> {
  const identity = await generateKeyPair('EdDSA', { extractable: true });
  const assertion = await generateKeyPair('EdDSA', { extractable: true });
  const limits = { rate: { org: anyRate, user: anyRate } };
  const key = await jwk(identity.publicKey);
  const Base = { active_plugins: [], identity: { issuer, audience, key }, limits };
  writeFileSync(join(folder, 'vault-settings.json'), JSON.stringify({ Base }));
  const file = resolve('core-subgraph/schema.graphql');
  const yaml = `subgraphs:\n  Core:\n    routing_url: \${env.CORE_URL}\n    schema:\n      file: ${file}\n`;
  writeFileSync(join(folder, 'supergraph.yaml'), yaml);
  return {
    environment: {
      NIMBUS_SETTINGS: join(folder, 'vault-settings.json'),
      NIMBUS_SUPERGRAPH: join(folder, 'supergraph.yaml'),
      NIMBUS_GATEWAY_STATE: join(folder, 'gateway.json'),
      NIMBUS_ASSERTION_PRIVATE_KEY: await jwk(assertion.privateKey),
      NIMBUS_ASSERTION_PUBLIC_KEY: await jwk(assertion.publicKey),
    },
    tokens: await Promise.all(questions.map((question) => tokenOf(question, identity.privateKey))),
  };
}

function tokenOf({ org, userId }: Question, key: CryptoKey): Promise<string> {
  return new SignJWT({ org, roles: ['member'] })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(userId)
    .setExpirationTime('1h')
    .sign(key);
}
