import { subjects } from '@nimbusvault/sdk/kernel';
import { request } from '@nimbusvault/runtime/contract';
import { Broken, demand } from './finding.ts';
import { kitOrg } from './messages.ts';
import type { World } from './world.ts';

const longestMs = 8_000;

/** Commands the process as core does; returns its result, or the code of its refusal. */
export async function operate(
  { name, connection, patienceMs }: World,
  command: object,
  org = kitOrg,
): Promise<unknown> {
  const message = await request(connection, {
    subject: subjects.operate(org, { to: name, from: 'Core' }),
    data: command,
    answerTo: (id) => subjects.answer(org, { to: 'Core', from: name, id }),
    timeoutMs: Math.min(patienceMs, longestMs),
  });
  if (!message) throw new Broken(`the command ${JSON.stringify(command)} had no answer in time`);
  const answer = message.json() as {
    readonly plugin?: string;
    readonly result?: unknown;
    readonly code?: string;
  };
  demand(answer.plugin === name, `the answer names the plugin ${answer.plugin}`);
  return answer.result ?? { code: answer.code };
}
