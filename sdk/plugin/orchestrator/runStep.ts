import { isOutcome, VaultError, type Outcome, type Vault } from '../kernel/index.ts';
import { pick } from './messages.ts';
import type { ContextRecord } from './context.ts';
import type { ExternalStep, LocalStep } from './step.ts';
import type { Workflow } from './workflow.ts';

/** Runs a step forward on copies of its reads; returns the parsed values that it wrote, or its outcome. */
export async function runStep<V extends Vault>(
  step: Runnable<V>,
  { workflow, context }: { workflow: Workflow; context: ContextRecord },
  vault: V,
): Promise<ContextRecord | Outcome> {
  const answer = (await step.forward(pick(context, step.reads), vault)) ?? {};
  if (isOutcome(answer)) return answer;
  refuseUndeclared(step, answer);
  return Object.fromEntries(
    step.writes.map((key) => [key, parseWrite(workflow, step, { key, value: answer[key] })]),
  );
}

/** A step with its own forward action, for a vault of its kind. */
type Runnable<V extends Vault> = Pick<LocalStep | ExternalStep, 'name' | 'reads' | 'writes'> & {
  forward(context: ContextRecord, vault: V): Promise<ContextRecord | Outcome | void>;
};

function refuseUndeclared(step: Pick<LocalStep, 'name' | 'writes'>, answer: ContextRecord): void {
  const undeclared = Object.keys(answer).find((key) => !step.writes.includes(key));
  if (undeclared === undefined) return;
  throw new VaultError(
    'WORKFLOW_INVALID',
    `Step "${step.name}" wrote "${undeclared}" without declaring it. Add it to the step's writes.`,
  );
}

function parseWrite(
  workflow: Workflow,
  step: Pick<LocalStep, 'name'>,
  write: { key: string; value: unknown },
): unknown {
  const parsed = workflow.shape[write.key]?.safeParse(write.value);
  if (parsed?.success && isJson(parsed.data)) return parsed.data;
  const fault = parsed?.success === false ? parsed.error.issues[0]?.message : 'it is not plain JSON';
  throw new VaultError(
    'WORKFLOW_INVALID',
    `Step "${step.name}" wrote a "${write.key}" that its context does not allow: ${fault}.`,
  );
}

function isJson(value: unknown): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isPlainObject(value) && Object.values(value).every((item) => item === undefined || isJson(item));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
