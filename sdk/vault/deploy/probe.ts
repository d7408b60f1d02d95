import { Kind, parse, type DirectiveNode } from 'graphql';
import { z } from 'zod';
import { VaultError, type Tenant, type Subgraph } from '@nimbusvault/sdk/kernel';
import { objectTypes } from '@nimbusvault/sdk/internal';
import { hashOf, type Instance } from '@nimbusvault/runtime/registry';
import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import type { DeployGround } from './ground.ts';
import { reachable } from './reachable.ts';

const longestProbeMs = 5_000;
const nobody: Tenant = { org: 'nimbus-probe', userId: null, roles: [] };
const nowhere = '00000000-0000-4000-8000-000000000000';

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.looseObject({ code: z.string() }) }))
    .optional(),
});

/**
 * Checks that every process of a plugin runs the checked release, and requests an entity that does not exist. Throws
 * PLUGIN_INVALID with the fault.
 */
export async function probe(ground: DeployGround, { name, sdl }: Subgraph): Promise<void> {
  const assertion = await signAssertion(nobody, name, await importAssertionKey(ground.assertionKey));
  const entity = entityIn(sdl);
  for (const instance of reachable(ground, name)) {
    const ask = (query: string) => askInstance(instance, query, assertion);
    await probeSchema(instance, sdl, ask);
    await probeEntity(instance, entity, ask);
  }
}

type Ask = (query: string) => Promise<z.infer<typeof answer>>;

async function probeSchema(instance: Instance, checked: string, ask: Ask): Promise<void> {
  const { data } = await ask('{ _service { sdl } }');
  const live = z.object({ _service: z.object({ sdl: z.string() }) }).safeParse(data);
  if (!live.success) throw failed(instance, 'does not answer { _service { sdl } }');
  if (hashOf(live.data._service.sdl) !== hashOf(checked))
    throw failed(
      instance,
      `has a schema that was not checked; publish it ("nimbus publish ${instance.plugin}")`,
    );
}

async function probeEntity(instance: Instance, entity: string | undefined, ask: Ask): Promise<void> {
  if (!entity) return;
  const representation = `{ __typename: "${entity}", id: "${nowhere}" }`;
  const { errors = [] } = await ask(`{ _entities(representations: [${representation}]) { __typename } }`);
  const fault = errors.find(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR');
  if (fault) throw failed(instance, `cannot resolve ${entity} by its id: ${fault.message}`);
}

async function askInstance(
  instance: Instance,
  query: string,
  assertion: string,
): Promise<z.infer<typeof answer>> {
  try {
    const response = await fetch(instance.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [assertionHeader]: assertion },
      body: JSON.stringify({ query }),
      redirect: 'error',
      signal: AbortSignal.timeout(longestProbeMs),
    });
    return answer.parse(await response.json());
  } catch (cause) {
    throw failed(instance, 'does not answer as a subgraph does', cause);
  }
}

function failed({ plugin, url }: Instance, what: string, cause?: unknown): VaultError {
  return new VaultError('PLUGIN_INVALID', `${plugin} at ${url} ${what}. Read its log, and restart it.`, {
    cause,
  });
}

/** Returns a type that this subgraph resolves by its id. */
function entityIn(sdl: string): string | undefined {
  const types = objectTypes(parse(sdl, { noLocation: true }));
  return types.find(({ directives = [] }) => directives.some(isKeyById))?.name.value;
}

function isKeyById({ name, arguments: given = [] }: DirectiveNode): boolean {
  const value = (argument: string) => given.find((each) => each.name.value === argument)?.value;
  const [fields, resolvable] = [value('fields'), value('resolvable')];
  const isResolvable = resolvable?.kind !== Kind.BOOLEAN || resolvable.value;
  return name.value === 'key' && fields?.kind === Kind.STRING && fields.value.trim() === 'id' && isResolvable;
}
