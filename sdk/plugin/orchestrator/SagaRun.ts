import { defineEntity, p } from '@mikro-orm/core';
import type { Beside, Role } from '../kernel/index.ts';
import type { SagaState, SagaStatus, Wish } from './saga.ts';

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
    /** Goes up with every change: who writes must have seen the last one. */
    revision: p.integer(),
    /** The process that works on it; its session holds an advisory lock of this number. */
    owner: p.integer().nullable(),
    /** When somebody must look at it again; null where nobody must. */
    dueAt: p.datetime().nullable(),
    /** A person's wish for it; the process that knows its workflow carries it out. */
    wish: p.json<Wish>().nullable(),
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

/** A row of the saga log: a run, as it stands. */
export class SagaRun extends SagaRunSchema.class {}
SagaRunSchema.setClass(SagaRun);
