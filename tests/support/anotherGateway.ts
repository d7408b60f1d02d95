import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readStackState, type Stack } from '@nimbusvault/vault';

const nimbusGateway = fileURLToPath(new URL('../../gateway/bin/nimbus-gateway.mjs', import.meta.url));

/** An additional gateway of a vault. */
interface AnotherGateway extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** The served plugins and the refusals. */
  readiness(): Promise<Readiness>;
}

interface Readiness {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly serving: readonly string[];
  readonly refused: readonly { readonly name: string; readonly faults: readonly string[] }[];
}

/** Starts `nimbus-gateway` as it runs in production; `env` changes its environment. */
export async function startAnotherGateway(
  { stateDir }: Pick<Stack, 'stateDir'>,
  env: NodeJS.ProcessEnv = {},
): Promise<AnotherGateway> {
  const { natsUrl, settingsFile, supergraphFile, subgraphs, keys } = readStackState(stateDir);
  const urls = Object.values(subgraphs).map(({ variable, url }) => [variable, url]);
  const child = spawn(process.execPath, [nimbusGateway], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...Object.fromEntries(urls),
      NATS_URL: natsUrl,
      NIMBUS_SETTINGS: settingsFile,
      NIMBUS_SUPERGRAPH: supergraphFile,
      NIMBUS_ASSERTION_PRIVATE_KEY: keys.assertionPrivate,
      NIMBUS_IDENTITY_KEY: keys.identityPublic,
      NIMBUS_ADDRESSES: `${stateDir}/addresses`,
      NIMBUS_GATEWAY_STATE: `${stateDir}/another.json`,
      ...env,
    },
  });
  const url = await saidUrl(createInterface(child.stdout));
  return {
    url,
    pid: Number(child.pid),
    readiness: () => readinessOf(url),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** The state of a gateway at `/health/ready`. */
export async function readinessOf(url: string): Promise<Readiness> {
  return (await (await fetch(new URL('/health/ready', url))).json()) as Readiness;
}

async function saidUrl(lines: ReturnType<typeof createInterface>): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'ready' && url) resolve(url);
    });
    lines.once('close', () => reject(new Error('The gateway ended before it was ready.')));
  });
}
