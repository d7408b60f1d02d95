import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { representationsOf } from './question.ts';

const representations = [{ __typename: 'User', id: '1' }];

test('only a question for entities has representations, whatever a client calls its variables', () => {
  const entities = parse(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { id } }`,
  );
  expect(representationsOf({ document: entities, variables: { representations } })).toBe(representations);
  const root = parse(`query ($representations: [ID!]) { things(ids: $representations) { id } }`);
  expect(representationsOf({ document: root, variables: { representations: ['1'] } })).toBeUndefined();
});
