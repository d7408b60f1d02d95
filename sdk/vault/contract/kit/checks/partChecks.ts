import { randomUUID } from 'node:crypto';
import {
  coreHooks,
  documentTransfer,
  hookType,
  replySchema,
  userOffboarding,
} from '@nimbusvault/sdk/internal';
import { coreName, subjects, versioned } from '@nimbusvault/sdk/kernel';
import { answerBody, envelopeOf } from '@nimbusvault/runtime/contract';
import { callAs, codeOf } from '../call.ts';
import type { Check } from '../check.ts';
import { Broken, demand, given } from '../finding.ts';
import { kitOrg, sampleOf, send } from '../messages.ts';
import { rootFields } from '../rootFields.ts';
import type { World } from '../world.ts';

const workflow = 'contract-kit';

/** A run of the kit's, to which the process is commanded. */
interface Run {
  readonly run: string;
  readonly step: string;
  readonly point: string;
  readonly name: string;
  readonly payload: unknown;
}

function newRun({ release }: World, wanted = [userOffboarding, documentTransfer]): Run {
  const point = given(
    wanted.find((each) => release?.takesPart.includes(versioned(each))),
    `the process takes no part in ${wanted.map(versioned).join(' or ')}`,
  );
  const payload = sampleOf(point.payload);
  return { run: randomUUID(), step: 'kit', point: versioned(point), name: point.name, payload };
}

type Told = { readonly direction: 'forward' | 'rollback'; readonly attempt: number };

/** Sends a command, and returns the reply to that attempt. */
async function command(world: World, part: Run, { direction, attempt }: Told) {
  const { name: plugin, connection } = world;
  const { run, step, point, name, payload } = part;
  const replies = connection.subscribe(
    subjects.reply(kitOrg, { plugin: coreName, workflow, run, from: plugin }),
  );
  const timer = setTimeout(() => replies.unsubscribe(), world.patienceMs);
  const data = { run, workflow, step, point, direction, attempt, askedBy: coreName, payload };
  const subject = subjects.step(kitOrg, { plugin, point: name, direction, from: coreName });
  await send(world, { type: `step.${name}.${direction}.v1`, subject, data });
  try {
    for await (const message of replies) {
      const { data: reply, error } = replySchema.safeParse(message.json());
      if (!reply) throw new Broken(`its reply is invalid: ${error.message}`);
      demand(
        reply.run === run && reply.step === step && reply.direction === direction,
        'its reply is to another command',
      );
      if (reply.attempt === attempt) return reply;
    }
  } finally {
    clearTimeout(timer);
    replies.unsubscribe();
  }
  throw new Broken(`a ${direction} of ${name} had no reply for its attempt ${attempt} in time`);
}

async function phasesOf({ database, schema }: World, { run }: Run): Promise<string> {
  await database.query(`set vault.relay = 'on'`);
  const { rows } = await database.query<{ phase: string }>(
    `select phase from "${schema}".participation where run = $1`,
    [run],
  );
  return rows.map(({ phase }) => phase).join();
}

async function goesForward(world: World): Promise<void> {
  const part = newRun(world);
  const { failure } = await command(world, part, { direction: 'forward', attempt: 1 });
  demand(failure === null, `a forward failed: ${JSON.stringify(failure)}`);
  demand(
    (await phasesOf(world, part)) === 'done',
    'a forward left no row of participation with the phase done',
  );
}

async function repeats(world: World): Promise<void> {
  const part = newRun(world);
  await command(world, part, { direction: 'forward', attempt: 1 });
  const { failure } = await command(world, part, { direction: 'forward', attempt: 2 });
  demand(failure === null, `a forward that came again failed: ${JSON.stringify(failure)}`);
  demand((await phasesOf(world, part)) === 'done', 'a forward that came again changed its record');
}

async function goesBack(world: World): Promise<void> {
  const part = newRun(world);
  await command(world, part, { direction: 'forward', attempt: 1 });
  const { failure } = await command(world, part, { direction: 'rollback', attempt: 1 });
  demand(failure === null, `a rollback failed: ${JSON.stringify(failure)}`);
  demand((await phasesOf(world, part)) === 'undone', 'a rollback left no record with the phase undone');
  const early = newRun(world);
  const undone = await command(world, early, { direction: 'rollback', attempt: 1 });
  demand(undone.failure === null, 'a rollback without a forward failed');
  const late = await command(world, early, { direction: 'forward', attempt: 1 });
  demand(late.failure?.isClear === true, 'a forward after its rollback was not refused with isClear');
}

async function locksOut(world: World): Promise<void> {
  const part = newRun(world, [userOffboarding]);
  const { userId } = userOffboarding.payload.parse(part.payload);
  const isOut = async () => {
    const { rows } = await world.database.query<{ out: boolean }>(
      `select is_revoked as out from "${world.schema}".revocation where org = $1 and user_id = $2`,
      [kitOrg, userId],
    );
    return rows[0]?.out;
  };
  await command(world, part, { direction: 'forward', attempt: 1 });
  demand((await isOut()) === true, 'a user who leaves is not in its table revocation');
  await command(world, part, { direction: 'rollback', attempt: 1 });
  demand((await isOut()) === false, 'a user whose leaving was undone is still locked out');
}

async function refusesLeavers(world: World): Promise<void> {
  const part = newRun(world, [userOffboarding]);
  const mutations = rootFields(world).filter(({ root }) => root === 'mutation');
  given(mutations[0], 'it has no mutation');
  const { userId } = userOffboarding.payload.parse(part.payload);
  const claims = { user: userId, roles: ['admin'] };
  await command(world, part, { direction: 'forward', attempt: 1 });
  for (const { name, document } of mutations) {
    const code = codeOf(await callAs(world, document, { claims }));
    demand(code === 'ACCESS_REVOKED', `${name} for a user who has left has the code ${code}`);
  }
}

async function answersQuestions(world: World): Promise<void> {
  const { name, connection, release } = world;
  const question = given(
    coreHooks.find(
      (hook) => 'question' in hook && release?.answers.includes(hookType(hook.name, hook.version)),
    ),
    'the process answers no question of core',
  );
  if (!('question' in question)) return;
  const id = randomUUID();
  const answers = connection.subscribe(subjects.answer(kitOrg, { to: coreName, from: name, id }), { max: 1 });
  const type = hookType(question.name, question.version);
  const attributes = {
    id,
    type,
    org: kitOrg,
    actor: null,
    request_id: 'contract-kit',
    created_at: new Date(),
  };
  const data = JSON.stringify(sampleOf(question.question));
  connection.publish(subjects.ask(kitOrg, coreName, question.name), data, {
    headers: envelopeOf(attributes, coreName),
  });
  const timer = setTimeout(() => answers.unsubscribe(), question.timeout);
  for await (const message of answers) {
    clearTimeout(timer);
    return demand(answerBody.safeParse(message.json()).success, `its answer is invalid: ${message.string()}`);
  }
  throw new Broken(`${type} had no answer within ${question.timeout} ms`);
}

export const partChecks: readonly Check[] = [
  {
    clause: '12.2',
    title: 'a forward is recorded and answered',
    fix: 'Do the work, the row of participation and the reply in one transaction.',
    run: goesForward,
  },
  {
    clause: '12.3',
    title: 'a command that comes again is answered again',
    fix: 'Look for the row of participation first; answer with the attempt of the command.',
    run: repeats,
  },
  {
    clause: '12.5',
    title: 'a rollback undoes, and prevents',
    fix: 'Record a rollback without a forward as undone, and refuse a forward after it with isClear.',
    run: goesBack,
  },
  {
    clause: '13.2',
    title: 'questions are answered in time',
    fix: 'Subscribe to vault.*.ask.Core.<question>, and answer at vault.<org>.answer.Core.<Name>.<ce-id>.',
    run: answersQuestions,
  },
  {
    clause: '14.1',
    title: 'leavers are locked out',
    fix: 'Take the lock access_lock(org, user) and write the row of revocation first; take it back in the rollback.',
    run: locksOut,
  },
  {
    clause: '14.2',
    title: 'leavers change nothing more',
    fix: 'Begin the transaction of each mutation with admit_user, and answer ACCESS_REVOKED if it is false.',
    run: refusesLeavers,
  },
];
