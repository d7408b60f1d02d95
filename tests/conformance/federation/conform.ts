import { isDeepStrictEqual } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveHere } from '../../../gateway/tests/serveHere.ts';
import { startSubgraph, type Resolvers, type TestSubgraph } from '../../../gateway/tests/startSubgraph.ts';

/** Subgraphs by name, and the answers that a gateway in front of them has to give. */
interface Behaviour {
  readonly subgraphs: Readonly<Record<string, SubgraphOfCase>>;
  readonly operations: readonly Operation[];
}

interface SubgraphOfCase {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  /** 1 for SDL without `@link`; the others get the link to Federation 2. */
  readonly federation?: 1;
}

interface Operation {
  readonly title: string;
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
  /** The exact data; undefined if the operation is not executed. */
  readonly data: unknown;
  /** The paths of the errors, in any order, or true if any errors are required; without it there must be none. */
  readonly errors?: true | readonly Path[];
  /** The reason that today's executor answers it wrong. */
  readonly fails?: string;
}

type Path = readonly (string | number)[];

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly path?: Path }[];
}

const directives = [
  'key',
  'shareable',
  'external',
  'requires',
  'provides',
  'override',
  'inaccessible',
  'interfaceObject',
];
const imports = directives.map((name) => `"@${name}"`).join(', ');
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: [${imports}])\n`;

/** Tests each operation of a behaviour against a standalone gateway in front of subgraphs that answer over HTTP. */
export function conform(name: string, { subgraphs, operations }: Behaviour): void {
  describe(name, () => {
    let graph: Awaited<ReturnType<typeof startGraph>>;
    beforeAll(async () => {
      graph = await startGraph(subgraphs);
    });
    afterAll(() => graph.stop());
    for (const operation of operations) {
      const run = operation.fails === undefined ? test : test.fails;
      const title =
        operation.fails === undefined ? operation.title : `${operation.title} (${operation.fails})`;
      run(title, async () => {
        expectAnswer(await ask(graph.url, operation), operation);
      });
    }
  });
}

function expectAnswer({ data, errors }: Answer, expected: Operation): void {
  const places = errors && sorted(errors.map(({ path = [] }) => path));
  const wanted =
    expected.errors === true ? (expect.any(Array) as unknown) : expected.errors && sorted(expected.errors);
  expect({ data, errors: places }).toEqual({ data: expected.data, errors: wanted });
}

function sorted(paths: readonly Path[]): string[] {
  return paths.map((path) => path.join('.')).toSorted();
}

/** Resolves a reference to the first row with its key values, merged with the reference's other fields. */
export function find(rows: readonly object[]) {
  return (reference: object): object | null => {
    const given = new Map<string, unknown>(Object.entries(reference));
    const fits = (row: object) => {
      const keys = Object.entries({ ...row } as Record<string, unknown>).filter(([key]) => given.has(key));
      return keys.length > 0 && keys.every(([key, value]) => isDeepStrictEqual(value, given.get(key)));
    };
    const row = rows.find(fits);
    return row ? { ...reference, ...row } : null;
  };
}

async function startGraph(cases: Behaviour['subgraphs']) {
  const entries = Object.entries(cases).map(([name, { sdl, federation, ...rest }]) => {
    return { name, sdl: federation === 1 ? sdl : link + sdl, ...rest };
  });
  const running: TestSubgraph[] = await Promise.all(
    entries.map(({ sdl, resolvers = {} }) => startSubgraph(sdl, resolvers)),
  );
  const services = entries.map(({ name, sdl }, index) => {
    return { name, url: running[index]?.url ?? '', typeDefs: parse(sdl) };
  });
  const { supergraphSdl, errors = [] } = composeServices(services);
  expect(errors.map(({ message }) => message)).toEqual([]);
  const gateway = await serveHere(supergraphSdl ?? '');
  const stop = async () => {
    await gateway.stop();
    await Promise.all(running.map((subgraph) => subgraph.stop()));
  };
  return { url: gateway.url, stop };
}

async function ask(url: string, { query, variables, operationName }: Operation): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return (await response.json()) as Answer;
}
