import { randomUUID } from 'node:crypto';
import { callAs, type Called } from '../call.ts';
import type { Check } from '../check.ts';
import { demand, given } from '../finding.ts';
import { kitOrg } from '../messages.ts';
import { rootFields } from '../rootFields.ts';
import type { World } from '../world.ts';

const otherOrg = 'another-org';

/** An entity that a mutation has made. */
interface Made {
  readonly __typename: string;
  readonly id: string;
}

/** Calls the mutations with made-up arguments, as an admin, until one answers an entity. */
async function makeEntity(world: World): Promise<Made | undefined> {
  const claims = { user: randomUUID(), roles: ['admin'] };
  for (const { root, name, document } of rootFields(world)) {
    if (root !== 'mutation') continue;
    const { body } = await callAs(world, document, { claims });
    const made = body.data?.[name] as Partial<Made> | null | undefined;
    if (made?.id && made.__typename) return made as Made;
  }
  return undefined;
}

function findAs(world: World, made: Made, org: string): Promise<Called> {
  const { __typename, id } = made;
  const query = `query ($all: [_Any!]!) { _entities(representations: $all) { __typename ... on ${__typename} { id } } }`;
  return callAs(world, query, { claims: { org }, variables: { all: [{ __typename, id }] } });
}

async function keepsOrgsApart(world: World): Promise<void> {
  const made = given(await makeEntity(world), 'no mutation of it makes an entity of made-up arguments');
  const own = await findAs(world, made, kitOrg);
  given(
    JSON.stringify(own.body.data ?? null).includes(made.id) || undefined,
    `a ${made.__typename} that a mutation has made is not found by its reference`,
  );
  const foreign = await findAs(world, made, otherOrg);
  demand(
    !JSON.stringify(foreign.body).includes(made.id),
    `a ${made.__typename} of one organization is found by a caller of another`,
  );
  for (const { root, name, document } of rootFields(world)) {
    if (root !== 'query') continue;
    const { body } = await callAs(world, document, { claims: { org: otherOrg, roles: ['admin'] } });
    demand(
      !JSON.stringify(body.data ?? null).includes(made.id),
      `${name} shows a row of another organization`,
    );
  }
}

export const orgChecks: readonly Check[] = [
  {
    clause: '4.8',
    title: 'organizations are apart',
    fix: "Begin each transaction with set_config('vault.org', <org of the assertion>, true), as a role under row-level security.",
    run: keepsOrgsApart,
  },
];
