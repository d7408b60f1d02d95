import { defineEntity, p } from '@mikro-orm/core';
import type { Beside, Role } from '../kernel/index.ts';
import type { Hang, SagaState, SagaStatus, Wish } from './saga.ts';

const SagaRunSchema = defineEntity({
  name: 'SagaRun',
  tableName: 'saga',
  properties: {
    org: p.string().primary(),
    id: p.uuid().primary(),
    workflow: p.string(),
    workflowVersion: p.integer(),
    status: p.string().$type<SagaStatus>(),
    state: p.json<SagaState>(),
    /** Grows with every change: a writer must have read the last version. */
    revision: p.integer(),
    /** The process that works on it; its session holds an advisory lock of this number. */
    owner: p.integer().nullable(),
    /** The time at which a process must look at it again, or null. */
    dueAt: p.datetime().nullable(),
    /** A command of an operator or of the watchdog; the process that knows its workflow carries it out. */
    wish: p.json<Wish | Hang>().nullable(),
    idempotencyKey: p.string().nullable(),
    actor: p.uuid().nullable(),
    roles: p.json<readonly Role[]>(),
    beside: p.json<Beside>(),
    requestId: p.string(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  uniques: [{ properties: ['org', 'idempotencyKey'] }],
});

/** A row of the saga log: the current state of a run. */
export class SagaRun extends SagaRunSchema.class {}
SagaRunSchema.setClass(SagaRun);
