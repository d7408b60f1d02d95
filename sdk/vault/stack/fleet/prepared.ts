import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import pg from 'pg';
import { prepareSubgraphs, runtimeUrl, type Ground } from './nimbusProcesses.ts';

const require = createRequire(import.meta.url);
const platform = ['@nimbusvault/sdk', '@nimbusvault/runtime'];
const insufficientPrivilege = '42501';
const passedOver = ['node_modules', 'tests', 'standIn', '.nimbus', 'dist'];

/**
 * Migrates and seeds these subgraphs, but for those whose schema the same code, with the same platform and secrets, has made: that costs a few milliseconds,
 * and a preparation a process. Each schema has a comment that says by which it was made; the subgraph's own role reads it, and shows thereby that the role and its password are there.
 */
export async function prepareOnce(
  ground: Ground,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const whole = stampOfPlatform();
  const stamps = new Map(names.map((name) => [name, stampIfReadable(name, ground, whole)])); // of before: a file may be saved meanwhile
  const comments = await Promise.all(names.map((name) => commentOn(name, ground)));
  const wanted = names.filter((name, index) => comments[index] !== stamps.get(name));
  if (wanted.length === 0) return;
  await prepareSubgraphs(ground, wanted, signal);
  for (const name of wanted) await noteStamp(name, stamps.get(name) ?? null, ground);
}

async function noteStamp(name: string, stamp: string | null, { databaseUrl }: Ground): Promise<void> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  try {
    const schema = owner.escapeIdentifier(name.toLowerCase());
    await owner.query(
      `comment on schema ${schema} is ${stamp === null ? 'null' : owner.escapeLiteral(stamp)}`,
    );
  } catch (error) {
    if ((error as pg.DatabaseError).code !== insufficientPrivilege) throw error; // somebody else has made the schema
  } finally {
    await owner.end();
  }
}

async function commentOn(name: string, ground: Ground): Promise<string | undefined> {
  const own = new pg.Client({ connectionString: runtimeUrl(ground, name) });
  try {
    await own.connect();
    const sql = `select obj_description(oid, 'pg_namespace') as comment from pg_namespace where nspname = $1`;
    const { rows } = await own.query<{ comment: string | null }>(sql, [name.toLowerCase()]);
    return rows[0]?.comment ?? undefined;
  } catch {
    return undefined; // there is no such role yet, or it has another password
  } finally {
    await own.end().catch(() => {});
  }
}

/** Code that cannot be read is reported by the process that prepares it. */
function stampIfReadable(name: string, ground: Ground, whole: string): string | null {
  try {
    return stampOf(name, ground, whole);
  } catch {
    return null;
  }
}

function stampOf(name: string, { subgraphs, secrets }: Ground, whole: string): string {
  const { folder = '' } = subgraphs.find((planned) => planned.name === name) ?? {};
  const hash = createHash('sha256')
    .update(whole)
    .update(secrets.roles[name] ?? '');
  const code = dirname(realpathSync(join(folder, `${name}.ts`)));
  for (const path of filesIn(code)) hash.update(`\0${path}\0`).update(readFileSync(join(code, path)));
  return `prepared by ${hash.digest('base64url')}`;
}

/** The sizes and times of the platform's files: its version does not change while it is developed. */
function stampOfPlatform(): string {
  const folders = platform.map((name) => dirname(require.resolve(`${name}/package.json`)));
  const stamps = folders.flatMap((folder) =>
    filesIn(folder).map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path));
      return `${path} ${size} ${mtimeMs}`;
    }),
  );
  return stamps.join('\n');
}

function filesIn(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths
    .filter(
      (path) => /\.[cm]?[jt]s$/.test(path) && !path.split(sep).some((part) => passedOver.includes(part)),
    )
    .toSorted();
}
