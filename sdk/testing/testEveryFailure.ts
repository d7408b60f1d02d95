import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { EntityClass, EntityMetadata } from '@mikro-orm/core';
import type { z } from 'zod';
import {
  BackgroundTask,
  OrganizationRow,
  OutboxMessage,
  PluginSwitch,
  type TenantRow,
  SagaReply,
  SagaRun,
  type Workflow,
} from '@nimbusvault/sdk/internal';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { testWorkflow } from './testWorkflow.ts';

/** The failure to inject into a workflow, and the caller. */
interface FailureTest<Input> {
  readonly input: Input;
  readonly vault: Vault;
  readonly appended?: readonly EntityClass<TenantRow>[];
}

/**
 * Fails a workflow behind each of its steps in turn, and asserts that every undo leaves all rows of the org as they were.
 * Versions do not count: an undone change raises them too. New rows of `appended`, records that nobody deletes,
 * do not count either.
 */
export async function testEveryFailure<Input extends z.ZodType>(
  workflow: Workflow<Input>,
  { input, vault, appended = [] }: FailureTest<z.input<Input>>,
): Promise<void> {
  const expected = await allRows(vault);
  for (const { name } of workflow.steps) {
    const { error } = await testWorkflow(workflow, { input, vault, failAfter: name });
    if (error?.code === 'SAGA_UNFINISHED') throw error;
    const actual = withoutNew(await allRows(vault), expected, appended);
    if (isDeepStrictEqual(actual, expected)) continue;
    const message = `Undone behind its step "${name}", "${workflow.name}" leaves a trace.`;
    throw new AssertionError({ message, actual, expected, operator: 'deepStrictEqual' });
  }
}

const platform: ReadonlySet<unknown> = new Set([
  OutboxMessage,
  PluginSwitch,
  BackgroundTask,
  OrganizationRow,
  SagaRun,
  SagaReply,
]);

type Rows = Readonly<Record<string, readonly { readonly id: string }[]>>;

async function allRows(vault: Vault): Promise<Rows> {
  const em = vault.em.fork();
  const entities = [...em.getMetadata().getAll().values()].filter(
    ({ class: entity }) => !platform.has(entity),
  );
  const rows = entities.map(async (meta) => [meta.className, await rowsOf(meta, { ...vault, em })] as const);
  return Object.fromEntries(await Promise.all(rows));
}

function withoutNew(rows: Rows, before: Rows, entities: readonly EntityClass<TenantRow>[]): Rows {
  const old = entities.map(({ name }) => {
    const ids = new Set(before[name]?.map(({ id }) => id));
    return [name, (rows[name] ?? []).filter(({ id }) => ids.has(id))] as const;
  });
  return { ...rows, ...Object.fromEntries(old) };
}

async function rowsOf(meta: EntityMetadata, { em, org }: Vault): Promise<readonly { id: string }[]> {
  const rows: { id: string }[] = await em.find(meta.class, { org }, { orderBy: { id: 'asc' } });
  return rows.map((row) => ({ ...row, ...(meta.versionProperty && { [meta.versionProperty]: undefined }) }));
}
