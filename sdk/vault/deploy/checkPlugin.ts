import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkSources,
  findBreaking,
  findLoosened,
  findNodeless,
  findUnanswered,
  findNonNull,
  findSilentFailures,
  readSources,
  type ClientOperation,
  type Finding,
} from '../check/index.ts';
import { keys, settingsIn, type Registry, type Release } from '@nimbusvault/runtime/registry';
import { loadPlugin, pluginFolder, pluginVersion, releaseOf } from '@nimbusvault/runtime';
import { apiSchemaOf, composeSupergraph } from '@nimbusvault/graph';
import { coreName, readSettingsText, type Subgraph } from '@nimbusvault/sdk/kernel';
import { declaredBy } from './clientOperations.ts';
import { areTypesFresh, typesFile } from '../types/index.ts';
import { checkRelease } from './checkRelease.ts';
import { subgraphsOf } from './composeWith.ts';
import type { DeployGround } from './ground.ts';
import { activePlugins } from './setActive.ts';

const schemaFile = 'schema.graphql';

/** A part of a check, and its findings. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** The place of a plugin: the files of its vault, or of its own repository. */
export interface PluginPlace {
  readonly name: string;
  readonly supergraphFile: string;
  readonly settingsFile: string;
}

/** The state that a plugin is checked against. */
export interface Against {
  readonly ground: DeployGround;
  readonly operations: readonly ClientOperation[];
  /** The graph that clients have now, as a supergraph; by default that of the active plugins. */
  readonly supergraphSdl?: string | undefined;
}

/** All checks of a plugin before it is published, and its release if it can be loaded. */
export async function checkPlugin(
  place: PluginPlace,
  against: Against,
): Promise<{ readonly sections: readonly Section[]; readonly release: Release | undefined }> {
  const folder = pluginFolder(place.name, place.supergraphFile);
  const checklist = { title: 'Checklist', findings: checkSources(sourcesOf(place, folder)) };
  const { release, findings: loading } = await load(place, folder);
  const loads = { title: 'The plugin and its committed schema', findings: loading };
  if (!release) return { sections: [checklist, loads], release };
  return { sections: [checklist, loads, ...(await checkGraph(release, against))], release };
}

async function checkGraph(release: Release, against: Against): Promise<readonly Section[]> {
  const { ground } = against;
  const active = activePlugins(ground).filter((name) => name !== release.plugin);
  const before = subgraphsOf(ground, activePlugins(ground));
  const core = before.find(({ name }) => name === coreName);
  const isCore = release.plugin === coreName;
  if (!core && !isCore) return []; // in a repository of its own, without a vault, there is no graph
  const own = {
    name: release.plugin,
    url: 'http://localhost/graphql',
    sdl: release.sdl,
    file: schemaFile,
  };
  const others = subgraphsOf(ground, active).filter(({ name }) => name !== release.plugin);
  const after = isCore ? [own, ...others] : [...others, own];
  const { supergraphSdl, refusals } = composeSupergraph(after, others);
  const faults = refusals.flatMap((refusal) => refusal.faults);
  const composed = faults.length === 0 ? supergraphSdl : undefined;
  return [
    {
      title: 'Hooks and SDK of core',
      findings: [
        ...(core && !isCore ? findContributed(release.sdl, core.sdl) : []),
        ...checkRelease(release, coreReleaseOf(ground.registry.registry())),
      ],
    },
    {
      title: 'Composition',
      findings: [
        ...faults.map(uncomposed),
        ...findNodeless(
          release.sdl,
          others.map(({ sdl }) => sdl),
        ),
      ],
    },
    ...(await checkOperations(own, { others, before, composed }, against)),
  ];
}

interface Change {
  readonly others: readonly Subgraph[];
  readonly before: readonly Subgraph[];
  /** The supergraph that would result; undefined if it does not compose. */
  readonly composed: string | undefined;
}

async function checkOperations(
  own: Subgraph,
  { others, before, composed }: Change,
  against: Against,
): Promise<readonly Section[]> {
  const asked = { ...against, operations: [...against.operations, ...declaredBy(others)] };
  const declared = declaredBy([own]);
  return [
    ...(composed && declared.length > 0
      ? [
          {
            title: 'Its own operations',
            findings: findUnanswered(declared, apiSchemaOf(composed)),
          },
        ]
      : []),
    { title: 'Operations that clients would lose', findings: await breaking(before, composed, asked) },
  ];
}

function findContributed(sdl: string, coreSdl: string): readonly Finding[] {
  return [...findNonNull(sdl, coreSdl), ...findLoosened(sdl, coreSdl)];
}

/** The operations that clients and other plugins would lose without a plugin. */
export async function checkDeletion(name: string, against: Against): Promise<readonly Section[]> {
  const { ground, operations } = against;
  const active = activePlugins(ground);
  const before = subgraphsOf(ground, active);
  const after = before.filter((subgraph) => subgraph.name !== name);
  const { supergraphSdl, refusals } = composeSupergraph(after, after);
  const faults = refusals.flatMap((refusal) => refusal.faults.map((fault) => `${refusal.name}: ${fault}`));
  const asked = { ...against, operations: [...operations, ...declaredBy(after)] };
  return [
    { title: 'Plugins that need it', findings: faults.map(uncomposed) },
    { title: 'Operations that clients would lose', findings: await breaking(before, supergraphSdl, asked) },
  ];
}

async function breaking(
  before: readonly Subgraph[],
  after: string | undefined,
  { operations, supergraphSdl = composeSupergraph(before).supergraphSdl }: Against,
): Promise<readonly Finding[]> {
  if (!supergraphSdl || !after) return [notCompared];
  if (supergraphSdl === after) return [];
  return findBreaking(apiSchemaOf(supergraphSdl), apiSchemaOf(after), operations);
}

const notCompared: Finding = {
  code: 'SCHEMA_BREAKS',
  severity: 'error',
  message: 'The operations of clients were not checked, because the graph does not compose',
  fix: 'Correct the composition first, then check again.',
};

/** A composition fault states its place, `schema.graphql:34:3: …`, and its remedy. */
function uncomposed(fault: string): Finding {
  const [, file, line, message = fault] = /^(schema\.graphql):(\d+):\d+: ([^]*)$/.exec(fault) ?? [];
  return {
    code: 'SCHEMA_COMPOSES',
    severity: 'error',
    file: file ?? schemaFile,
    line: line === undefined ? undefined : Number(line),
    message,
    fix: 'Change schema.ts so that it composes with the active plugins, and write schema.graphql again.',
  };
}

async function load(
  { name, supergraphFile }: PluginPlace,
  folder: string,
): Promise<{ readonly release: Release | undefined; readonly findings: readonly Finding[] }> {
  try {
    const plugin = await loadPlugin(name, supergraphFile);
    const release = releaseOf(plugin, pluginVersion(name, supergraphFile) ?? '0.0.0');
    const findings = [
      ...committed(release, join(folder, schemaFile)),
      ...(await stale(name, folder)),
      ...findSilentFailures(release.sdl),
    ];
    return { release, findings };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const fix = `Correct it until "nimbus schema ${name}" prints the schema.`;
    const finding: Finding = { code: 'PLUGIN_LOADS', severity: 'error', file: `${name}.ts`, message, fix };
    return { release: undefined, findings: [finding] };
  }
}

function committed({ plugin, sdl }: Release, file: string): readonly Finding[] {
  if (existsSync(file) && readFileSync(file, 'utf8').trim() === sdl.trim()) return [];
  return [
    {
      code: 'SCHEMA_COMMITTED',
      severity: 'error',
      file: schemaFile,
      message: 'schema.graphql does not match schema.ts',
      fix: `Write it: nimbus schema ${plugin} --out ${file}.`,
    },
  ];
}

async function stale(name: string, folder: string): Promise<readonly Finding[]> {
  if (await areTypesFresh(folder)) return [];
  return [
    {
      code: 'TYPES_COMMITTED',
      severity: 'error',
      file: typesFile,
      message: `${typesFile} does not match schema.ts and the views of the bll`,
      fix: `Write it: nimbus schema ${name} --out ${join(folder, schemaFile)}.`,
    },
  ];
}

function coreReleaseOf({ release, instance }: Registry): Release | undefined {
  const core = [...instance.values()].find(({ plugin }) => plugin === coreName);
  return core && release.get(keys.release(core));
}

function sourcesOf({ name, supergraphFile, settingsFile }: PluginPlace, folder: string) {
  const supergraph = existsSync(supergraphFile) ? readFileSync(supergraphFile, 'utf8') : '';
  const settings = settingsText({ settingsFile, supergraphFile });
  return { name, folder, files: readSources(folder), settings, supergraph };
}

/** The settings with the plugins' own names; nothing if they cannot be read, which the checklist reports. */
function settingsText(files: Pick<PluginPlace, 'settingsFile' | 'supergraphFile'>): string {
  try {
    return JSON.stringify(readSettingsText(settingsIn(files)));
  } catch {
    return '';
  }
}
