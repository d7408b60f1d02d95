import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { runCommand } from '../process/runCommand.ts';

const newestSuites = ['forky', 'sid'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const longestMilliseconds = 180_000;

/** Decides whether a fetched nats-server is usable, and cancels the fetch. */
export interface Fetching {
  readonly isUsable: (file: string) => Promise<boolean>;
  readonly signal?: AbortSignal;
}

interface Apt {
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/**
 * Stores the nats-server of Debian's newest suite with a usable one at `target`. Uses the machine's own package mirror
 * and signatures, but its own package lists: nothing is installed, and it needs no root.
 */
export async function fetchFromDebian(target: string, { isUsable, signal }: Fetching): Promise<void> {
  const codename = debianCodename();
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), 'debian-'));
  try {
    const apt = { folder, signal };
    const mirror = await findMirror(apt, codename);
    const suites = [...newestSuites, codename];
    renameSync(await fetchNewest(suites, (suite) => fetchSuite(apt, mirror, suite), isUsable), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchNewest(
  suites: readonly string[],
  fetch: (suite: string) => Promise<string>,
  isUsable: Fetching['isUsable'],
): Promise<string> {
  const failures: string[] = [];
  for (const suite of suites) {
    try {
      const file = await fetch(suite);
      if (await isUsable(file)) return file;
      failures.push(`nats-server of ${suite} is not usable.`);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new VaultError('STACK_FAILED', failures.join('\n'));
}

function debianCodename(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const codename = /^VERSION_CODENAME=(\S+)$/m.exec(release)?.[1];
  if (/^ID=debian$/m.test(release) && codename) return codename;
  throw new VaultError(
    'STACK_FAILED',
    'The packages of Debian were not tried, because this system is not Debian.',
  );
}

async function findMirror(apt: Apt, codename: string): Promise<string> {
  const lists = join(apt.folder, 'own');
  const options = ['-o', `Dir::State=${lists}`, '-o', 'Dir::State::status=/var/lib/dpkg/status'];
  mkdirSync(join(lists, 'lists', 'partial'), { recursive: true });
  const uris = await run(apt, 'apt-get', [...options, 'update', '--print-uris']);
  const mirror = new RegExp(`'(\\S+)/dists/${codename}/InRelease'`).exec(uris)?.[1];
  if (mirror) return mirror;
  throw new VaultError('STACK_FAILED', `The package sources of this machine name no mirror of ${codename}.`);
}

async function fetchSuite(apt: Apt, mirror: string, suite: string): Promise<string> {
  const home = join(apt.folder, suite);
  const unpacked = join(home, 'unpacked');
  prepareApt(home, mirror, suite);
  const withOwnLists = ['-c', join(home, 'apt.conf')];
  await run(apt, 'apt-get', [...withOwnLists, 'update']);
  await run({ ...apt, folder: home }, 'apt-get', [...withOwnLists, 'download', 'nats-server']);
  const archive = readdirSync(home).find((name) => name.endsWith('.deb')) ?? '';
  await run(apt, 'dpkg-deb', ['-x', join(home, archive), unpacked]);
  const program = ['usr/bin', 'usr/sbin'].map((bin) => join(unpacked, bin, 'nats-server')).find(existsSync);
  if (program) return program;
  throw new VaultError('STACK_FAILED', `The package nats-server of ${suite} has no such program.`);
}

function prepareApt(home: string, mirror: string, suite: string): void {
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(home, folder), { recursive: true });
  }
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : '';
  writeFileSync(join(home, 'sources.list'), `deb ${signed}${mirror} ${suite} main\n`);
  const settings = {
    'Dir::State': join(home, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(home, 'cache'),
    'Dir::Etc::sourcelist': join(home, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': 'root',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(join(home, 'apt.conf'), lines.join(''));
}

function run({ folder, signal }: Apt, file: string, args: string[]): Promise<string> {
  const command = { file, args, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
  return runCommand(command, { timeoutMilliseconds: longestMilliseconds, signal });
}
