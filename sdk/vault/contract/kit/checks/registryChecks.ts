import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ownConsumers } from '@nimbusvault/sdk/kernel';
import { entrySchemas, manifest } from '@nimbusvault/runtime/contract';
import { hashOf } from '@nimbusvault/runtime/registry';
import type { Check } from '../check.ts';
import { Broken, demand, LeftOut } from '../finding.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

const beatMs = 2_000;
const lateMs = 1_500;

/** The newest entry of a kind, as its key and its JSON. */
async function newest({ registry, name }: World, kind: 'release' | 'instance') {
  const { entries } = await registry.readAll(`${kind}.${name}.>`);
  const last = entries.filter(({ value }) => value).at(-1);
  if (!last?.value) return undefined;
  return {
    key: last.key,
    revision: last.revision,
    json: JSON.parse(Buffer.from(last.value).toString()) as unknown,
  };
}

async function announcesRelease(world: World): Promise<void> {
  const entry = await until(
    () => newest(world, 'release'),
    'the registry has no release of it in time',
    world.patienceMs,
  );
  const { data: release, error } = entrySchemas.release.safeParse(entry.json);
  if (!release) throw new Broken(`its release is invalid: ${error?.message}`);
  world.release = release;
  const { plugin, hash, sdl } = release;
  demand(plugin === world.name, `its release names ${plugin}`);
  demand(
    hash === hashOf(sdl) && entry.key.endsWith(`.${hash}`),
    'hash and key of its release are not those of its SDL',
  );
}

async function announcesInstance(world: World): Promise<void> {
  const entry = await until(
    () => newest(world, 'instance'),
    'the registry has no instance of it in time',
    world.patienceMs,
  );
  const { data: instance, error } = entrySchemas.instance.safeParse(entry.json);
  if (!instance) throw new Broken(`its instance is invalid: ${error?.message}`);
  world.instance = instance;
  const { plugin, id, url, hash } = instance;
  demand(
    plugin === world.name && entry.key === `instance.${plugin}.${id}`,
    'its instance stands under another key',
  );
  demand(url === world.url, `its instance says the URL ${url}, not NIMBUS_URL`);
  demand(hash === world.release?.hash, 'its instance has another hash than its release');
}

async function beats(world: World): Promise<void> {
  const first = await newest(world, 'instance');
  if (!first) throw new Broken('the registry has no instance of it');
  const isRenewed = async () =>
    ((await newest(world, 'instance'))?.revision ?? 0) > first.revision || undefined;
  await until(isRenewed, 'its instance is not renewed every 2 s', beatMs + lateMs);
}

async function announcesManifest({ manifests, name, release, patienceMs }: World): Promise<void> {
  const entry = await until(
    () => manifests.get(name),
    'the bucket vault-manifests has no entry of it',
    patienceMs,
  );
  const text = Buffer.from(entry.value ?? []).toString();
  const said = manifest.safeParse(text === '' ? undefined : JSON.parse(text)).data;
  if (!said) throw new Broken(`its manifest is invalid: ${text}`);
  const isSame = JSON.stringify([said.answers, said.takesPart]);
  demand(
    isSame === JSON.stringify([release?.answers, release?.takesPart]),
    'its manifest and its release differ',
  );
}

async function staysInItsRights({ servers, name }: World): Promise<void> {
  const log = await readFile(`${servers.stateDir}/logs/nats.log`, 'utf8').catch(() => undefined);
  if (log === undefined) throw new LeftOut('the NATS server is not one of the kit');
  const violation = log
    .split('\n')
    .find((line) => line.includes('Violation') && line.includes(`user:${name}"`));
  demand(violation === undefined, `the broker refused it: ${violation?.replace(/^.*user:/, '')}`);
}

async function hasConsumers(world: World): Promise<void> {
  const { name, release, broker } = world;
  const needed = [
    ...(release && release.hears.length > 0 ? ['VAULT_HOOKS'] : []),
    ...(release && release.takesPart.length > 0 ? ['VAULT_STEPS'] : []),
  ];
  if (needed.length === 0) throw new LeftOut('the process hears no hook and takes no part');
  const wanted = ownConsumers(name).filter(
    ({ stream, durable }) => needed.includes(stream) && durable === name,
  );
  for (const { stream, durable, filter } of wanted) {
    const look = () => broker.manager.consumers.info(stream, durable).catch(() => undefined);
    const { config } = await until(
      look,
      `there is no consumer ${durable} in ${stream} in time`,
      world.patienceMs,
    );
    demand(
      config.filter_subject === filter,
      `the consumer ${durable} has the filter ${config.filter_subject}`,
    );
  }
}

async function leaves(world: World): Promise<void> {
  const { subject, registry, patienceMs } = world;
  if (!subject) throw new LeftOut('the kit has not started the process: give its command');
  const isNew = async () => {
    const entry = await newest(world, 'instance');
    const { since = 0 } = (entry?.json ?? {}) as { readonly since?: number };
    return since >= subject.startedAt() ? entry?.key : undefined;
  };
  const key = await until(isNew, 'the registry has no instance of it since its last start', patienceMs);
  const seen: string[] = [];
  const watching = new AbortController();
  const { upTo } = await registry.readAll(key);
  const take = ({ key: changed, value }: { key: string; value: Uint8Array | undefined }) => {
    if (changed === key) seen.push(Buffer.from(value ?? []).toString());
  };
  const followed = registry.follow(upTo, take, watching.signal);
  const code = await subject.end('SIGTERM');
  await pause(500); // the registry is read four times a second
  watching.abort();
  await followed;
  demand(code !== undefined, 'it did not end within 12 s after SIGTERM');
  demand(!code, `after SIGTERM it ended with code ${code}`); // a shell or npx around it is ended by the signal
  demand(
    seen.some((text) => /"isLeaving":\s*true/.test(text)),
    'it did not say that it is leaving',
  );
  demand(seen.at(-1) === '', 'its key is still in the registry');
}

/** They leave it ended. */
export const leavingChecks: readonly Check[] = [
  {
    clause: '6.4',
    title: 'one that stops says so',
    fix: 'On SIGTERM write isLeaving: true, wait 0.6 s, finish, delete the key with KV-Operation: DEL, and end with 0.',
    run: leaves,
  },
];

export const registryChecks: readonly Check[] = [
  {
    clause: '6.1',
    title: 'the release is in the registry',
    fix: 'Write release.json under release.<Name>.<hash>, before the instance.',
    run: announcesRelease,
  },
  {
    clause: '6.2',
    title: 'the instance is in the registry',
    fix: 'Write instance.json under instance.<Name>.<id>, with NIMBUS_URL as its url.',
    run: announcesInstance,
  },
  { clause: '6.3', title: 'the instance is renewed', fix: 'Write it again every 2 s.', run: beats },
  {
    clause: '6.6',
    title: 'the manifest is announced',
    fix: 'Write {"answers":[…],"takesPart":[…]} under the name in vault-manifests.',
    run: announcesManifest,
  },
  {
    clause: '7.4',
    title: 'core makes its consumers',
    fix: 'Ask core on vault-core.consumer.<Name>, and ask again until it answers true.',
    run: hasConsumers,
  },
];

/** The last of all: it looks at everything that the process did. */
export const rightsChecks: readonly Check[] = [
  {
    clause: '7.3',
    title: 'it stays in its rights at the broker',
    fix: 'Publish and subscribe only to the subjects of clauses 7.2 and 7.3; set the inbox prefix _INBOX_<Name>.',
    run: staysInItsRights,
  },
];
