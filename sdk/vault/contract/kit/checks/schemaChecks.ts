import { Kind, parse, print, type DocumentNode, type ObjectTypeDefinitionNode } from 'graphql';
import { coreName } from '@nimbusvault/sdk/kernel';
import { isEntity, needOf, objectTypes } from '@nimbusvault/sdk/internal';
import { composeSupergraph } from '@nimbusvault/graph';
import { callAs } from '../call.ts';
import type { Check } from '../check.ts';
import { Broken, demand } from '../finding.ts';
import type { World } from '../world.ts';

/** The SDL that the process answers. */
function documentOf({ sdl }: World): DocumentNode {
  if (sdl === undefined) throw new Broken('it has no SDL');
  return parse(sdl);
}

async function answersSdl(world: World): Promise<void> {
  const { status, body } = await callAs(world, '{ _service { sdl } }');
  const { sdl } = (body.data?.['_service'] ?? {}) as { readonly sdl?: unknown };
  demand(
    status === 200 && typeof sdl === 'string',
    `{ _service { sdl } } was answered with ${status} and no text`,
  );
  world.sdl = String(sdl);
  const { release } = world;
  demand(
    !release || release.sdl.trim() === world.sdl.trim(),
    'its SDL is not that of its release in the registry',
  );
}

async function links(world: World): Promise<void> {
  const version = /specs\.apollo\.dev\/federation\/v2\.(\d+)/.exec(
    documentOf(world) && (world.sdl ?? ''),
  )?.[1];
  demand(
    version !== undefined && Number(version) <= 9,
    'its SDL links no version of federation from 2.0 to 2.9',
  );
}

async function composes(world: World): Promise<void> {
  const { name, url, sdl = '', coreSdl } = world;
  const core = { name: coreName, url: 'http://core', sdl: coreSdl };
  const { refusals } = composeSupergraph([core, { name, url, sdl }]);
  demand(refusals.length === 0, refusals.flatMap(({ faults }) => faults).join(' '));
}

const shared = ['role', 'DateTime', 'Node', 'Failure', 'PageInfo', 'InvalidInput', 'NotFound', 'Conflict'];

async function shares(world: World): Promise<void> {
  const mine = namedIn(documentOf(world));
  const cores = namedIn(parse(world.coreSdl));
  const others = shared.filter((name) => mine.has(name) && mine.get(name) !== cores.get(name));
  demand(others.length === 0, `${others.join(', ')} is not declared as in core`);
}

/** The definitions by name, without their descriptions. */
function namedIn({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  return new Map(
    definitions.flatMap((node) => {
      if (!('name' in node) || !node.name) return [];
      const text = print({ ...node, description: undefined } as typeof node);
      return [[node.name.value, text.replaceAll(/\s+/g, ' ')] as const];
    }),
  );
}

function fieldsOf(type: ObjectTypeDefinitionNode) {
  return (type.fields ?? []).map((field) => ({ field, path: `${type.name.value}.${field.name.value}` }));
}

const isRoot = ({ name }: ObjectTypeDefinitionNode) => ['Query', 'Mutation'].includes(name.value);

async function nullableRoots(world: World): Promise<void> {
  const roots = objectTypes(documentOf(world)).filter(isRoot).flatMap(fieldsOf);
  const faults = roots.filter(
    ({ field, path }) =>
      field.type.kind === Kind.NON_NULL_TYPE && path !== 'Query._entities' && path !== 'Query._service',
  );
  demand(faults.length === 0, `${faults.map(({ path }) => path).join(', ')} is non-null`);
}

async function nullableContributions(world: World): Promise<void> {
  const cores = new Set(
    objectTypes(parse(world.coreSdl))
      .filter(isEntity)
      .map(({ name }) => name.value),
  );
  const contributed = objectTypes(documentOf(world)).filter(
    (type) => isEntity(type) && cores.has(type.name.value),
  );
  const faults = contributed
    .flatMap(fieldsOf)
    .filter(({ field }) => field.type.kind === Kind.NON_NULL_TYPE && field.name.value !== 'id');
  demand(faults.length === 0, `${faults.map(({ path }) => path).join(', ')} is non-null`);
}

async function mutationsHaveRoles(world: World): Promise<void> {
  const mutations = objectTypes(documentOf(world)).filter(({ name }) => name.value === 'Mutation');
  const faults = mutations.flatMap(fieldsOf).filter(({ field }) => !needOf(field));
  demand(faults.length === 0, `${faults.map(({ path }) => path).join(', ')} has no @role`);
}

async function referencesToNothing(world: World): Promise<void> {
  const types = objectTypes(documentOf(world)).filter(
    (type) => isEntity(type) && !/resolvable: false/.test(print(type)),
  );
  const representations = types.map(({ name }) => ({ __typename: name.value, id: crypto.randomUUID() }));
  if (representations.length === 0) return;
  const query = 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }';
  const { body } = await callAs(world, query, { variables: { all: representations } });
  demand(body.errors === undefined, `a reference to nothing failed: ${JSON.stringify(body.errors)}`);
  demand(Array.isArray(body.data?.['_entities']), '_entities answered no list');
}

async function enforceable(world: World): Promise<void> {
  const found = /@(authenticated|requiresScopes|policy|context)\b/.exec(world.sdl ?? '');
  demand(!found, `its SDL uses ${found?.[0]}`);
}

export const schemaChecks: readonly Check[] = [
  {
    clause: '2.1',
    title: '_service answers the SDL of the release',
    fix: 'Answer { _service { sdl } } with the text that the release has.',
    run: answersSdl,
  },
  {
    clause: '2.2',
    title: 'the SDL links federation 2',
    fix: 'Begin the SDL with extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]).',
    run: links,
  },
  {
    clause: '2.3',
    title: 'the SDL composes with core',
    fix: 'Correct the fault that composition names; "nimbus compose" shows it too.',
    run: composes,
  },
  {
    clause: '2.4',
    title: 'shared definitions are as in core',
    fix: "Copy them from core's schema.graphql.",
    run: shares,
  },
  {
    clause: '2.5',
    title: 'root fields are nullable',
    fix: 'Remove the last "!" of their types.',
    run: nullableRoots,
  },
  {
    clause: '2.6',
    title: 'contributed fields are nullable',
    fix: 'Remove the last "!" of their types.',
    run: nullableContributions,
  },
  {
    clause: '2.7',
    title: 'mutations have a @role',
    fix: 'Add @role(needs: "member") or @role(needs: "admin").',
    run: mutationsHaveRoles,
  },
  {
    clause: '2.8',
    title: '_entities answers references to nothing',
    fix: 'Resolve each type with a resolvable key; answer null, without an error, for a row that is not there.',
    run: referencesToNothing,
  },
  {
    clause: '2.12',
    title: 'the gateway can enforce all directives',
    fix: 'Use @role, which the process enforces itself.',
    run: enforceable,
  },
];
