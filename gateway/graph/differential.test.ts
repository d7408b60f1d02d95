import { validate, parse } from 'graphql';
import { seeded } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { difference } from '../tests/differential/compareAnswers.ts';
import { generateOperation } from '../tests/differential/generate.ts';
import { openDifferential } from '../tests/differential/openDifferential.ts';
import { createWorld } from '../tests/differential/world.ts';

const seeds = Number(process.env['NIMBUS_SEEDS'] ?? 100);
const first = Number(process.env['NIMBUS_FIRST_SEED'] ?? 1);
const operationsInWorld = 10;

test(`${seeds * operationsInWorld} generated operations get the answers that a single schema would give`, async () => {
  const differential = await openDifferential();
  const { apiSchema } = differential.generation;
  let valid = 0;
  const different: object[] = [];
  for (let seed = first; seed < first + seeds; seed += 1) {
    const random = seeded(seed);
    differential.enter(createWorld(random, seed % 3 === 0 ? 1_000_000 : 12));
    for (let number = 0; number < operationsInWorld; number += 1) {
      const { source, variables } = generateOperation(apiSchema, random);
      if (validate(apiSchema, parse(source)).length > 0) continue;
      valid += 1;
      const { graph, monolith } = await differential.askAll(source, variables);
      const found = difference(graph, monolith);
      if (found) different.push({ seed, number, found, source, variables, graph, monolith });
    }
  }
  expect(different).toEqual([]);
  expect(valid).toBeGreaterThan(seeds * operationsInWorld * 0.5);
}, 600_000);
