import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkPackages } from './linkPackages.ts';

/** A copy of the repository to change at will; it shares the installed packages, and is deleted when disposed of. */
interface RepositoryCopy extends Disposable {
  readonly folder: string;
}

/** Copies every file that git tracks or would track. */
export function copyRepository(root: string): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-copy-'));
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', listing, { cwd: root, encoding: 'utf8' }).split('\0');
  const paths = listed.filter((path) => path && existsSync(join(root, path)));
  for (const path of paths) cpSync(join(root, path), join(folder, path));
  linkPackages(root, folder);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
