import { operationSchema, VaultError, type Operation } from '@nimbusvault/sdk/kernel';
import { storyOf, type SagaStatus, type Wish } from '@nimbusvault/sdk/internal';
import { readSwitch, turnOff, turnOn } from '../deliver/pluginSwitch.ts';
import { openDeadLetters, type DeadLetter, type DeadLetterSummary } from '../deliver/deadLetters.ts';
import type { OperatorSite } from '../database/openAsOperator.ts';
import { openSagas, type SagaDetails, type SagaSummary } from '../sagas/sagas.ts';

type Site = Required<OperatorSite>;
type Of<Verb extends Operation['verb']> = Extract<Operation, { readonly verb: Verb }>;
type Verbs = { readonly [Verb in Operation['verb']]: (asked: Of<Verb>, site: Site) => Promise<unknown> };

/** Performs an operation on the data that a plugin stores for one org. Throws a VaultError if it is impossible. */
export async function performOperation(asked: unknown, site: Site): Promise<unknown> {
  const { data: operation, error } = operationSchema.safeParse(asked);
  const [issue] = error?.issues ?? [];
  if (!operation)
    throw new VaultError('BAD_USER_INPUT', `${issue?.path.join('.') || 'verb'}: ${issue?.message}`);
  const verb = verbs[operation.verb] as (asked: Operation, site: Site) => Promise<unknown>;
  return verb(operation, site);
}

const verbs: Verbs = {
  async 'list-sagas'({ status }, site) {
    await using sagas = await openSagas(site);
    const found = await sagas.list({ status: (status ?? undefined) as SagaStatus | undefined });
    return found.map((saga) => summaryOf(saga, site));
  },
  async 'show-saga'({ id }, site) {
    await using sagas = await openSagas(site);
    const saga = await sagas.find(id);
    return saga ? detailsOf(saga, site) : null;
  },
  async 'help-saga'({ id, ...wanted }, site) {
    const wish = wishOf(wanted);
    await using sagas = await openSagas(site);
    return detailsOf(await sagas.help(id, wish), site);
  },
  'read-switch': (_, site) => readSwitch(site),
  'turn-on': (_, site) => turnOn(site),
  'turn-off': (_, site) => turnOff(site),
  async 'list-dead-letters'(_, site) {
    await using letters = await openDeadLetters(site);
    return (await letters.list({})).map((letter) => letterOf(letter, site));
  },
  async 'show-dead-letter'({ id }, site) {
    await using letters = await openDeadLetters(site);
    const letter = await letters.find(id);
    return letter ? wholeLetterOf(letter, site) : null;
  },
  async 'replay-dead-letter'({ id, by, reason }, site) {
    await using letters = await openDeadLetters(site);
    await letters.replayOne(id, { by, reason });
    const letter = await letters.find(id);
    return letter ? wholeLetterOf(letter, site) : null;
  },
};

function wishOf({ did, by, reason }: Omit<Of<'help-saga'>, 'id' | 'verb'>): Wish {
  if (did === 'retry') return { did, by, reason };
  if (reason) return { did, by, reason };
  throw new VaultError('BAD_USER_INPUT', 'A reason is required for the audit log.');
}

function summaryOf({ workflow, workflowVersion, cause, ...saga }: SagaSummary, { plugin }: Site) {
  const { step = null, code = null, message = null } = cause ?? {};
  return { ...saga, plugin, workflow: `${workflow}.v${workflowVersion}`, step, code, message };
}

function detailsOf({ state, ...saga }: SagaDetails, site: Site) {
  const story = storyOf(state).map(({ at, ...event }) => ({
    ...event,
    at: at === undefined ? null : new Date(at).toISOString(),
  }));
  return { ...summaryOf(saga, site), story, context: JSON.stringify(state.context) };
}

function letterOf({ error, ...letter }: DeadLetterSummary, { plugin }: Site) {
  return { ...letter, plugin, ...error };
}

function wholeLetterOf(letter: DeadLetter, site: Site) {
  const { event, replays, ...summary } = letter;
  return { ...letterOf(summary, site), data: JSON.stringify(event.data), replays };
}
