import { expect, test } from 'vitest';
import { findSilentFailures } from './failures.ts';

const shared = `
  interface Failure { message: String! }
  type Conflict implements Failure { message: String! }`;

test('a failure of a union without the interface is found; an entity with a message, and a type in no union, are not', () => {
  const own = `
    type Letter @key(fields: "id") { id: ID! message: String! }
    type Saga { id: ID! message: String }
    type TooMany { message: String! most: Int! }
    type Elsewhere { message: String! }
    union SendResult = Letter | Saga | Conflict | TooMany`;
  expect(findSilentFailures(shared + own)).toMatchObject([
    { code: 'SCHEMA_FAILURES', fix: 'Write "type TooMany implements Failure".' },
  ]);
});
