import { isRecord } from '../operation/json.ts';
import type { SubgraphPolicy } from './subgraphPolicy.ts';

const patienceMs = 1_000;
const apartSeconds = 10;

/** The state of a subgraph as this gateway finds it. */
export interface Finding {
  /** False if no process of it answers the gateway. */
  readonly answers: boolean;
  readonly faults: readonly string[];
}

const longestReasons = 1_000;

type Vouch = NonNullable<SubgraphPolicy['vouchForProbe']>;

/** Asks every process of a subgraph for nothing, with an assertion, and compares the clocks. */
export async function probe(name: string, urls: readonly string[], vouch: Vouch): Promise<Finding> {
  const headers = { 'content-type': 'application/json', ...(await vouch(name)) };
  const answers = await Promise.all(urls.map((url) => ask(url, headers)));
  const faults = answers.flatMap((answer) => faultsOf(name, answer));
  return {
    answers: answers.some((answer) => answer?.status === 200 && answer.notReady === undefined),
    faults: [...new Set(faults)],
  };
}

/** An answer, how far the clock of its sender is ahead, and why the sender says that it is not ready. */
interface Answer {
  readonly status: number;
  readonly notReady: string | undefined;
  readonly aheadSeconds: number;
}

async function ask(url: string, headers: Readonly<Record<string, string>>): Promise<Answer | undefined> {
  try {
    const waiting = { signal: AbortSignal.timeout(patienceMs), redirect: 'manual' } as const;
    const body = '{"query":"{ __typename }"}';
    const [response, notReady] = await Promise.all([
      fetch(url, { method: 'POST', headers, body, ...waiting }),
      fetch(new URL('/health/ready', url), waiting)
        .then(reasonsIn)
        .catch(() => undefined),
    ]);
    await response.body?.cancel();
    const date = Date.parse(response.headers.get('date') ?? '');
    const ahead = Math.round((date - Date.now()) / 1_000);
    return { status: response.status, notReady, aheadSeconds: Number.isNaN(ahead) ? 0 : ahead };
  } catch {
    return undefined;
  }
}

/** Only a subgraph of ours says reasons. */
async function reasonsIn(response: Response): Promise<string | undefined> {
  const said: unknown = await response.json();
  if (response.status !== 503 || !isRecord(said) || !Array.isArray(said.reasons)) return undefined;
  return said.reasons.join(' ').slice(0, longestReasons);
}

function faultsOf(name: string, answer: Answer | undefined): readonly string[] {
  if (!answer) return [`${name} does not answer.`];
  const { status, notReady, aheadSeconds } = answer;
  const apart = Math.abs(aheadSeconds);
  const clocks =
    apart > apartSeconds
      ? [`The clocks of this gateway and of ${name} differ by ${apart} s. Synchronize them.`]
      : [];
  if (notReady !== undefined) return [`${name} is not ready. ${notReady}`, ...clocks];
  if (status === 200) return clocks;
  if (status !== 401) return [`${name} answers with the HTTP status ${status}.`, ...clocks];
  const keys = `Compare its NIMBUS_ASSERTION_PUBLIC_KEY with the NIMBUS_ASSERTION_PRIVATE_KEY of this gateway.`;
  return [`${name} refuses the assertions of this gateway.`, ...(clocks.length > 0 ? clocks : [keys])];
}
