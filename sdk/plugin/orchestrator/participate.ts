import { asHandling, say, settleHung, writeOutbox, type InboxKey } from '../hooks/index.ts';
import { checkpoint, isOutcome, rowsOf, subjects, type HostedVault, type Vault } from '../kernel/index.ts';
import type { Command, Reply } from './command.ts';
import { userOffboarding } from './corePoints.ts';
import { hung } from './hangOf.ts';
import { pointType, type Point } from './definePoint.ts';
import { failureOf, isUnexpected } from './failure.ts';
import { ofRun } from './inTransaction.ts';
import type { Failure } from './saga.ts';
import type { Participation } from './takePart.ts';
import { refuseAtWork } from './underWay.ts';

/** Opens a transaction for the command's org, passes its vault to `work`, and commits; rolls back on a throw. */
type InTransaction = <T>(work: (vault: Vault) => Promise<T>) => Promise<T>;

/** The command's row in the inbox, and the way to open a transaction. */
interface Delivering {
  readonly key: InboxKey;
  readonly inTransaction: InTransaction;
}

/**
 * Carries out a participant's command, in one transaction with its record and its answer: a repeated command is only
 * answered again. An undo that arrives before its forward prevents the forward. One that has hung its process is answered with that.
 */
export async function participate(
  command: Command,
  participation: Participation,
  { key, inTransaction }: Delivering,
): Promise<void> {
  const go = command.direction === 'forward' ? goForward : goBack;
  try {
    await inTransaction(async (vault) => {
      const failure = (await settleHung(key, vault))
        ? hung
        : await asHandling(key, vault, () => go(command, participation, vault));
      await reply(command, failure, vault);
      checkpoint('participant.before-commit');
    });
    checkpoint('participant.after-commit');
  } catch (thrown) {
    await inTransaction(async (vault) => {
      const failure = failureOf(thrown instanceof Answered ? thrown.answer : thrown);
      const { run, step, point } = command;
      if (isUnexpected(failure))
        vault.log.error({ err: thrown, org: vault.org, run, step, point }, 'a participant failed');
      await reply(command, failure, vault);
    });
  }
}

/** Makes the transaction roll back; the answer is an outcome. */
class Answered extends Error {
  readonly answer: unknown;

  constructor(answer: unknown) {
    super('answered');
    this.answer = answer;
  }
}

async function goForward(
  command: Command,
  participation: Participation,
  vault: HostedVault,
): Promise<Failure | null> {
  const known = await claim(command, 'done', vault);
  if (known) return known.phase === 'done' ? null : undoneBefore;
  const payload = participation.point.payload.parse(command.payload);
  const leaver = leaverIn(participation.point, payload);
  if (leaver) await shutOut(leaver, command, vault);
  const answer = await participation.forward(payload, vault);
  if (isOutcome(answer)) throw new Answered(answer);
  await keep(command, { phase: 'done', written: participation.writes.parse(answer) }, vault);
  return null;
}

const undoneBefore: Failure = {
  code: 'STEP_FAILED',
  message: 'It was undone before it was done.',
  isClear: true,
};

async function goBack(command: Command, participation: Participation, vault: HostedVault): Promise<null> {
  const known = await claim(command, 'undone', vault);
  if (known?.phase !== 'done') return null;
  const payload = participation.point.payload.parse(command.payload);
  const written = participation.writes.parse(known.written);
  await participation.rollback({ payload, written }, vault);
  const leaver = leaverIn(participation.point, payload);
  if (leaver) await vault.access?.restore(leaver, ofRun({ id: command.run }, vault));
  await keep(command, { phase: 'undone', written: known.written }, vault);
  return null;
}

/** The user who leaves, where that is what the plugin takes part in. */
function leaverIn(point: Point, payload: unknown): string | undefined {
  return pointType(point) === pointType(userOffboarding)
    ? userOffboarding.payload.parse(payload).userId
    : undefined;
}

/** Nothing of the user's may commit behind the participant, nor be brought back by an undo. */
async function shutOut(userId: string, { run }: Command, vault: HostedVault): Promise<void> {
  const leaving = ofRun({ id: run }, vault);
  await vault.access?.revoke(userId, leaving);
  await refuseAtWork(userId, leaving);
}

interface Part {
  readonly phase: 'done' | 'undone';
  readonly written: unknown;
}

const claimSql = `
  insert into participation (org, run, step, phase, written) values (?, ?, ?, ?, 'null')
  on conflict (org, run, step) do nothing returning true as claimed`;
const findSql = `select phase, written from participation where org = ? and run = ? and step = ? for update`;
const keepSql = `
  update participation set phase = ?, written = ?, changed_at = now() where org = ? and run = ? and step = ?`;

/** Records that the plugin works on the command, and returns the earlier record, if any. Waits for a copy that is at work. */
async function claim({ run, step }: Command, phase: Part['phase'], vault: Vault): Promise<Part | undefined> {
  const { org } = vault;
  const claimed = await rowsOf(claimSql, [org, run, step, phase], vault);
  if (claimed.length > 0) return undefined;
  const [part] = await rowsOf<Part>(findSql, [org, run, step], vault);
  return part;
}

async function keep({ run, step }: Command, { phase, written }: Part, vault: Vault): Promise<void> {
  await rowsOf(keepSql, [phase, JSON.stringify(written ?? null), vault.org, run, step], vault);
}

async function reply(command: Command, failure: Failure | null, vault: Vault): Promise<void> {
  const { run, workflow, step, direction, attempt, askedBy, point } = command;
  const { org, plugin } = vault;
  const data: Reply = {
    run,
    workflow,
    step,
    plugin,
    direction,
    attempt,
    failure: failure as Reply['failure'],
  };
  say(
    {
      subject: subjects.reply(org, { plugin: askedBy, workflow, run, from: plugin }),
      type: `reply.${point}`,
      data,
    },
    vault,
  );
  await writeOutbox(vault);
}
