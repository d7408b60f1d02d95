import { setTimeout as pause } from 'node:timers/promises';
import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import { seeded, type Random } from '@nimbusvault/testing';
import type { Stage } from './stage.ts';

const orgs = ['acme', 'globex', 'initech'] as const;
const moods = ['', '', '', '', 'pay: flaky', 'pay: refuse', 'pay: unsure', 'book-room: answer'] as const;
const mutation = `mutation ($mood: String, $pauseMs: Int) { travel(mood: $mood, pauseMs: $pauseMs) { flight } }`;
const clients = 16;
const againAfterMs = 200;

/** The request, and its key. */
interface Request {
  readonly org: string;
  readonly key: string;
  readonly variables: { readonly mood: string; readonly pauseMs: number };
}

/** The number of journeys, and the receiver of progress. */
interface Journeys {
  readonly sagas: number;
  readonly seed: number;
  readonly tell: (line: string) => void;
}

const tellEvery = 100;

/** Lets clients make this many journeys, each until it has an answer; returns their keys. */
export async function travel(stage: Stage, { sagas, seed, tell }: Journeys): Promise<readonly string[]> {
  const random = seeded(seed + 1);
  const requests = Array.from({ length: sagas }, (_, number) => requestOf(number, random));
  const left = [...requests];
  let answered = 0;
  const key = await importAssertionKey(stage.plugins.assertionKey);
  const client = async () => {
    for (let request = left.pop(); request; request = left.pop()) {
      await askUntilAnswered(stage, request, key);
      answered += 1;
      if (answered % tellEvery === 0) tell(`${answered} sagas answered`);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return requests.map((request) => request.key);
}

function requestOf(number: number, random: Random): Request {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  return {
    org: pick(orgs),
    key: `journey-${number}`,
    variables: { mood: pick(moods), pauseMs: Math.floor(random() * 30) },
  };
}

type Key = Awaited<ReturnType<typeof importAssertionKey>>;

/** A client without an answer repeats its request at any process that runs. */
async function askUntilAnswered({ processes }: Stage, request: Request, key: Key): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const url = processes[turn % processes.length]?.url;
    if (url && (await isAnswered(url, request, key))) return;
    await pause(againAfterMs);
  }
}

async function isAnswered(url: string, { org, key: idempotencyKey, variables }: Request, key: Key) {
  const assertion = await signAssertion({ org, userId: null, roles: ['member'] }, 'Journey', key);
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': idempotencyKey,
    [assertionHeader]: assertion,
  };
  const body = JSON.stringify({ query: mutation, variables });
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(12_000) });
    const { data, errors } = (await response.json()) as Answer;
    return Boolean(data?.travel) || errors?.some(({ extensions }) => finalCodes.includes(extensions.code));
  } catch {
    return false;
  }
}

/** An expected failure without a member in the field's type is answered as BAD_USER_INPUT. */
const finalCodes: readonly string[] = ['BAD_USER_INPUT', 'STEP_FAILED'];

interface Answer {
  readonly data?: { readonly travel: object | null };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
