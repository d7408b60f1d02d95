import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import specification from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { contractFiles } from './contractFiles.ts';

const folder = fileURLToPath(new URL('../../../../docs/contract', import.meta.url));
const manifest = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

const files = contractFiles(version);

function validator(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}

test('docs/contract is what "nimbus contract write" makes of the code', () => {
  const committed = globSync(`${folder}/**/*.{json,sql}`).map((path) => [
    relative(folder, path),
    readFileSync(path, 'utf8'),
  ]);
  expect(Object.fromEntries(committed), 'Run "npx nimbus contract write".').toEqual(files);
});

test('the AsyncAPI document is valid by the specification of AsyncAPI 3', () => {
  const ajv = validator();
  const isValid = ajv.validate(specification as AnySchema, JSON.parse(files['asyncapi.json'] ?? ''));
  expect(ajv.errors ?? []).toEqual([]);
  expect(isValid).toBe(true);
});

test('every JSON Schema compiles, and refuses what its message may not be', () => {
  const schemas = Object.entries(files).filter(([name]) => name.startsWith('schemas/'));
  const ajv = validator();
  const accepting = schemas.filter(([, text]) => ajv.compile(JSON.parse(text) as AnySchema)(7) === true);
  expect(accepting.map(([name]) => name)).toEqual([]);
});
