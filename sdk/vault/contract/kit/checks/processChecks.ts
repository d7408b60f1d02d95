import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { readGraphAccess } from '@nimbusvault/runtime/registry';
import { unusedPort } from '../../../stack/ground/ports.ts';
import type { Check } from '../check.ts';
import { demand, given } from '../finding.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

function subjectOf({ subject }: World): Subject {
  return given(subject, 'the kit has not started the process: give its command');
}

/** Starts another process beside, with a fault in its settings. */
async function refusesSettings(world: World): Promise<void> {
  const { name, env, release } = world;
  const subject = subjectOf(world);
  const { properties = {} } = (release?.settings ?? {}) as { readonly properties?: object };
  const section = Object.keys(properties).length > 0 ? 7 : { aKeyThatNobodyKnows: true };
  const file = join(dirname(env['NIMBUS_SETTINGS'] ?? ''), 'wrong-settings.json');
  writeFileSync(file, JSON.stringify({ Base: { active_plugins: [name] }, [name]: section }));
  const port = await unusedPort();
  const url = `http://127.0.0.1:${port}/graphql`;
  const other = subject.beside({ NIMBUS_SETTINGS: file, PORT: String(port), NIMBUS_URL: url }, url);
  const fault = await other.start().catch((error: unknown) => error);
  await other.end('SIGKILL');
  demand(fault instanceof VaultError, 'it starts with a fault in its settings');
  demand(
    other.said().all.includes(name),
    `it does not name the section ${name} when it refuses its settings`,
  );
}

async function asksAsItself({ sdl = '', instance }: World): Promise<void> {
  const isAsking = sdl.includes('@asksGraph(');
  const { key } = given(instance, 'the registry has no instance of it');
  demand(
    isAsking === (key !== undefined),
    isAsking
      ? 'its SDL has @asksGraph, and its instance no key'
      : 'its instance has a key, and its SDL no @asksGraph',
  );
  demand(!isAsking || readGraphAccess(sdl) !== undefined, 'its @asksGraph has other arguments');
}

async function logsLines(world: World): Promise<void> {
  const lines = subjectOf(world).said().sinceLive.split('\n').slice(0, -1);
  const odd = lines.find((line) => !isLogLine(line));
  demand(odd === undefined, `it logs a line without level, time and msg: ${odd?.slice(0, 200)}`);
}

function isLogLine(line: string): boolean {
  try {
    const said = JSON.parse(line) as object;
    return ['level', 'time', 'msg'].every((key) => key in said);
  } catch {
    return false;
  }
}

async function keepsSecrets(world: World): Promise<void> {
  const { all } = subjectOf(world).said();
  const { env } = world;
  for (const name of ['DATABASE_URL', 'NATS_URL'])
    demand(!all.includes(new URL(env[name] ?? '').password || ' none '), `it logs the password in ${name}`);
  demand(!/eyJ[\w-]+\.eyJ[\w-]+/.test(all), 'it logs an assertion');
}

export const processChecks: readonly Check[] = [
  {
    clause: '15.1',
    title: 'a fault in the settings ends the start',
    fix: 'Read the section of the name in NIMBUS_SETTINGS, and end with another code than 0 and the path of the fault.',
    run: refusesSettings,
  },
  {
    clause: '15.2',
    title: 'one that asks the graph has a key',
    fix: 'Declare @asksGraph on the schema, and write the public key into the instance; or neither.',
    run: asksAsItself,
  },
  {
    clause: '15.3',
    title: 'logs are lines of JSON',
    fix: 'Write each line with level, time and msg, those of libraries too.',
    run: logsLines,
  },
  {
    clause: '15.4',
    title: 'logs have no secrets',
    fix: 'Keep assertions, tokens and passwords out of the log, and out of what libraries log.',
    run: keepsSecrets,
  },
];
