import { Pool } from 'undici';
import type { Arm } from './arms.ts';
import type { Question } from './databases.ts';

const query = 'query ($id: ID!) { document(id: $id) { id title body } }';

/** Queries the arms in turn, request by request, so that a disturbance affects all of them. */
interface Load {
  /** `clients` run at once, for `ms`; returns the milliseconds of each answer, by the arm's name. */
  run(clients: number, ms: number): Promise<ReadonlyMap<string, readonly number[]>>;
  close(): Promise<void>;
}

/** Each question goes to every arm before the next question. */
export function openLoad(arms: readonly Arm[], questions: readonly Question[]): Load {
  const pools = new Map(arms.map(({ name, url }) => [name, new Pool(new URL(url).origin)]));
  let number = 0;
  const ask = async ({ name, url, authorizations }: Arm, index: number): Promise<number> => {
    const { documentId } = questions[index] as Question;
    const body = JSON.stringify({ query, variables: { id: documentId } });
    const headers = { 'content-type': 'application/json', authorization: authorizations[index] ?? '' };
    const began = performance.now();
    const path = new URL(url).pathname;
    const answer = await pools.get(name)?.request({ path, method: 'POST', body, headers });
    const text = (await answer?.body.text()) ?? '';
    const took = performance.now() - began;
    if (!text.includes(`"id":"${documentId}"`)) throw new Error(`${name}: ${text.slice(0, 300)}`);
    return took;
  };
  const run = async (clients: number, ms: number) => {
    const times = new Map(arms.map(({ name }): [string, number[]] => [name, []]));
    const end = performance.now() + ms;
    const client = async () => {
      while (performance.now() < end) {
        const index = (number += 1) % questions.length;
        for (const arm of turned(arms, number)) times.get(arm.name)?.push(await ask(arm, index));
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return times;
  };
  const close = async () => void (await Promise.all([...pools.values()].map((pool) => pool.close())));
  return { run, close };
}

/** Each arm comes before and after every other equally often. */
function turned(arms: readonly Arm[], number: number): readonly Arm[] {
  const start = number % arms.length;
  const from = [...arms.slice(start), ...arms.slice(0, start)];
  return Math.floor(number / arms.length) % 2 === 0 ? from : from.toReversed();
}
