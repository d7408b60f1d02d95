import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { runCommand } from '../process/runCommand.ts';
import type { Fetching } from './fetchFromDebian.ts';

const version = '2.15.0';

// The SHA-256 sums of the release's archives, from that release's SHA256SUMS.
const archives: Readonly<Record<string, string>> = {
  'linux-amd64': '5d2c51caca950333aba84911df7d377f826f3a59ec36061c6539105084f65c92',
  'linux-arm64': 'cdc208f5a3f42963a52b6ab06ef65626bb870315dc936e26ba571780c6351112',
  'darwin-amd64': '5bd8b59ca5bf93fab3da2c5843cf564cd6e2e291e22ae3b861746e7ebe259b95',
  'darwin-arm64': 'e1c4e22d70bd44abfa0bcb3c16f7cf0c66f648c2e728c58924e8a1ce88913cc8',
};

const releases = 'https://github.com/nats-io/nats-server/releases/download';
const longestMilliseconds = 120_000;

/** Stores the nats-server of the official release, with a pinned version and checksum, at `target`. */
export async function fetchRelease(target: string, { isUsable, signal }: Fetching): Promise<void> {
  const name = `nats-server-v${version}-${platformOfRelease()}`;
  const archive = await download(`${releases}/v${version}/${name}.tar.gz`, signal);
  checkSum(archive, name);
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), 'release-'));
  try {
    const packed = join(folder, 'nats-server.tar.gz');
    writeFileSync(packed, archive);
    const untar = {
      file: 'tar',
      args: ['-xzf', packed, '-C', folder, '--strip-components=1', `${name}/nats-server`],
    };
    await runCommand(untar, { timeoutMilliseconds: longestMilliseconds, signal });
    const file = join(folder, 'nats-server');
    if (!(await isUsable(file)))
      throw new VaultError('STACK_FAILED', `${name} does not run on this machine.`);
    renameSync(file, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function platformOfRelease(): string {
  const platform = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  if (Object.hasOwn(archives, platform)) return platform;
  throw new VaultError(
    'STACK_FAILED',
    `The official release was not tried, because it is not pinned for ${platform}.`,
  );
}

async function download(url: string, signal?: AbortSignal): Promise<Buffer> {
  const deadline = AbortSignal.timeout(longestMilliseconds);
  try {
    const answer = await fetch(url, { signal: signal ? AbortSignal.any([signal, deadline]) : deadline });
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    throw new VaultError('STACK_FAILED', `it answers with HTTP status ${answer.status}`);
  } catch (cause) {
    const { message, cause: deeper } = cause as Error;
    const reason = deeper instanceof Error ? deeper.message : message;
    throw new VaultError('STACK_FAILED', `${url} could not be downloaded: ${reason}.`, { cause });
  }
}

function checkSum(archive: Buffer, name: string): void {
  const expected = archives[platformOfRelease()];
  const found = createHash('sha256').update(archive).digest('hex');
  if (found === expected) return;
  throw new VaultError(
    'STACK_FAILED',
    `${name} has the SHA-256 sum ${found} instead of ${expected}; it is not used.`,
  );
}
