import { defineEntity, p } from '@mikro-orm/core';
import type { Failure } from './saga.ts';

const SagaReplySchema = defineEntity({
  name: 'SagaReply',
  tableName: 'saga_reply',
  properties: {
    org: p.string().primary(),
    run: p.uuid().primary(),
    step: p.string().primary(),
    plugin: p.string().primary(),
    direction: p.string().primary(),
    attempt: p.integer().primary(),
    failure: p.json<Failure>().nullable(),
    createdAt: p.datetime(),
  },
});

/** A row of the replies: a participant's answer to a try of a step. */
export class SagaReply extends SagaReplySchema.class {}
SagaReplySchema.setClass(SagaReply);
