import { randomUUID } from 'node:crypto';
import { subjects } from '@nimbusvault/sdk/kernel';
import type { Check } from '../check.ts';
import { demand, LeftOut } from '../finding.ts';
import { heardHook, inboxOf, kitOrg, send, sendAndWait, untilSettled } from '../messages.ts';
import type { World } from '../world.ts';

async function handlesOnce(world: World): Promise<void> {
  const hook = heardHook(world);
  const id = await sendAndWait(world);
  const first = await inboxOf(world, id);
  demand(
    first.every(({ done }) => done !== null),
    'a good hook is a dead letter in its inbox',
  );
  await send(world, { ...hook, id });
  await sendAndWait(world);
  const again = await inboxOf(world, id);
  demand(
    JSON.stringify(again) === JSON.stringify(first),
    'a message that came twice changed its row in the inbox',
  );
}

/** Messages whose envelope does not fit their subject, by the fault. */
function forgeries(world: World) {
  const hook = heardHook(world);
  return [
    { ...hook, org: 'another-org', fault: 'whose envelope names another org than its subject' },
    { ...hook, source: 'Impostor', fault: 'whose envelope names another sender than its subject' },
  ];
}

async function demandUnheard(world: World, sent: ReturnType<typeof forgeries>): Promise<void> {
  const ids = [];
  for (const { fault, ...message } of sent) ids.push({ fault, id: await send(world, message) });
  await sendAndWait(world);
  for (const { fault, id } of ids)
    demand((await inboxOf(world, id)).length === 0, `a message ${fault} was handled`);
}

const dropsForgeries = (world: World) => demandUnheard(world, forgeries(world));

async function knowsOwners(world: World): Promise<void> {
  const hook = heardHook(world);
  const subject = subjects.hook(kitOrg, 'Impostor', hook.name);
  await demandUnheard(world, [{ ...hook, subject, source: 'Impostor', fault: 'of another owner' }]);
}

async function passesRepetitionsOver(world: World): Promise<void> {
  const hook = heardHook(world);
  const subject = `vault.${kitOrg}.hook.Impostor.replay.${hook.name}`;
  await demandUnheard(world, [
    { ...hook, subject, source: 'Impostor', fault: 'that repeats to another plugin' },
  ]);
}

async function catchesUp(world: World): Promise<void> {
  const { subject } = world;
  if (!subject) throw new LeftOut('the kit has not started the process: give its command');
  const hook = heardHook(world);
  const before = await send(world, hook);
  await subject.end('SIGKILL');
  const whileDown = await send(world, { ...hook, id: randomUUID() });
  await subject.start();
  for (const id of [before, whileDown])
    await untilSettled(
      world,
      id,
      'a hook fired around its end by SIGKILL is not in its inbox 10 s after its start',
    );
}

export const hookChecks: readonly Check[] = [
  {
    clause: '8.3',
    title: 'envelope and subject are compared',
    fix: 'Demand that ce-org and ce-source are the org and the sender of the subject; terminate the message otherwise.',
    run: dropsForgeries,
  },
  {
    clause: '8.4',
    title: 'a hook belongs to its owner',
    fix: "Pass over a hook of core's name that another sender fired.",
    run: knowsOwners,
  },
  {
    clause: '8.5',
    title: "other plugins' repetitions are passed over",
    fix: 'Handle a subject with .replay. only if it is your own, with ce-plugin and ce-handler.',
    run: passesRepetitionsOver,
  },
  {
    clause: '9.1',
    title: 'a message takes effect once',
    fix: "Insert the row of the inbox in the handler's transaction, before its work, on conflict do nothing.",
    run: handlesOnce,
  },
];

export const catchUpChecks: readonly Check[] = [
  {
    clause: '9.6',
    title: 'it catches up after kill -9',
    fix: 'Use the durable consumer of clause 7.4, and acknowledge after the commit.',
    run: catchesUp,
  },
];
