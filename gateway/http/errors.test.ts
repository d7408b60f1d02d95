import { expect, test } from 'vitest';
import { finishAnswer } from './errors.ts';

const secret = { message: 'connect ECONNREFUSED 10.0.0.7', extensions: { code: 'INTERNAL_SERVER_ERROR' } };

test('an internal error is masked wherever the errors stand in the result', () => {
  const text = finishAnswer({ data: null, extensions: {}, errors: [secret] }, 'id-1', 10);
  expect(JSON.parse(text)).toEqual({
    errors: [
      {
        message: 'Something went wrong in the gateway; quote requestId id-1.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, requestId: 'id-1' },
      },
    ],
    data: null,
    extensions: {},
  });
});

test('a result without errors is written unchanged', () => {
  expect(finishAnswer({ data: { a: '{"errors":' } }, 'id-1', 10)).toBe('{"data":{"a":"{\\"errors\\":"}}\n');
});
