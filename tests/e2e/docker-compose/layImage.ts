import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { linkPackages } from '../../support/linkPackages.ts';
import { instructionsOf, type Instruction, type Stage } from './dockerfile.ts';

/** An image as its Dockerfile describes it: a folder with the copied files, and its command. */
export interface Image {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/** The sources that images are built from, and the folder that they are built in. */
interface Build {
  readonly workshop: string;
  readonly stages: readonly Stage[];
  readonly context: string;
  readonly args: Readonly<Record<string, string>>;
}

/** Builds a target without a Docker engine. The installed packages stand in for `npm ci`. */
export function layImage(target: string, build: Build): Image {
  const instructions = instructionsOf(target, build.stages).map(({ verb, rest }) => ({
    verb,
    rest: rest.replaceAll(
      /\$\{(\w+)\}/g,
      (text, name: string) => (['COPY', 'RUN'].includes(verb) ? build.args[name] : undefined) ?? text,
    ),
  }));
  const folder = mkdtempSync(join(build.workshop, `${target}-`));
  for (const instruction of instructions) obey(instruction, folder, build);
  const last = (verb: string) => instructions.findLast((instruction) => instruction.verb === verb)?.rest;
  return {
    folder,
    env: Object.fromEntries(
      instructions.filter(({ verb }) => verb === 'ENV').map(({ rest }) => rest.split('=')),
    ),
    entrypoint: listIn(last('ENTRYPOINT')),
    command: listIn(last('CMD')),
    healthcheck: listIn(last('HEALTHCHECK')),
  };
}

function obey({ verb, rest }: Instruction, folder: string, build: Build): void {
  if (verb === 'RUN' && rest.startsWith('npm ci')) install(build.context, folder, rest.split(' ').slice(2));
  if (verb === 'RUN' && rest.startsWith('node ')) runNode(rest.split(' ').slice(1), folder);
  if (verb === 'COPY') copy(rest.split(' '), folder, build);
}

/** Only the packages that npm would install with these flags. The image has only its own Node. */
function install(context: string, folder: string, flags: readonly string[]): void {
  linkPackages(context, folder, installedBy(context, flags));
  rmSync(join(folder, 'node_modules/.bin'), { recursive: true, force: true });
}

/** The names of the packages, as npm reads them from the lock file. */
function installedBy(context: string, flags: readonly string[]): ReadonlySet<string> {
  const listed = execFileSync('npm', ['ls', '--all', '--parseable', ...flags], {
    cwd: context,
    encoding: 'utf8',
  });
  const names = listed
    .split('\n')
    .flatMap((path) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return new Set(names);
}

function runNode(args: readonly string[], cwd: string): void {
  execFileSync(process.execPath, args, { cwd, env: { NODE_ENV: 'production' }, stdio: 'inherit' });
}

function copy(words: readonly string[], folder: string, build: Build): void {
  const paths = words.filter((word) => !word.startsWith('--'));
  const [target = ''] = paths.slice(-1);
  const stage = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  if (stage) return copyStage(layImage(stage, build).folder, paths[0] ?? '', join(folder, target));
  for (const source of paths.slice(0, -1).flatMap((path) => globSync(path, { cwd: build.context }))) {
    const place = target === './' ? basename(source) : target;
    copyInto(join(build.context, source), join(folder, words.includes('--parents') ? source : place));
  }
}

function copyStage(from: string, path: string, to: string): void {
  cpSync(join(from, path.replace(/^\/vault/, '')), to, { recursive: true, verbatimSymlinks: true });
}

function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => !/\/(node_modules|dist)$/.test(path) });
}

/** The list in the JSON form of an instruction. */
function listIn(text = '[]'): readonly string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as readonly string[];
}
