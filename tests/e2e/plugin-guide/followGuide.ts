import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { fileOf, type Block } from '../../support/markdown.ts';
import { runShell } from '../../support/runShell.ts';
import { patternOf } from '../../support/shown.ts';

/** The folder in which a guide is followed: `original` has the files in their final state. */
interface Place {
  readonly folder: string;
  readonly original: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Acts like a reader of these blocks: writes the files that they show, runs their commands, and makes their mistakes. */
export async function followGuide(blocks: readonly Block[], place: Place): Promise<void> {
  for (const [index, block] of blocks.entries()) {
    const next = blocks[index + 1];
    const shown = next?.words.includes('output') ? next.text.trim() : '';
    if (fileOf(block)) write(block, place);
    if (block.words.includes('run')) await run(block.text, shown, place);
    if (block.words.includes('fails'))
      await fail(block.text, shown, { ...place, mistake: blocks[index - 1] });
  }
}

async function run(command: string, shown: string, { folder, env }: Place): Promise<void> {
  const [printed = ''] = await runShell([command], { cwd: folder, env });
  if (shown) expect(printed.trim()).toMatch(patternOf(shown));
}

async function fail(command: string, shown: string, place: Place & { mistake?: Block }): Promise<void> {
  const correct = place.mistake && makeMistake(place.mistake, place);
  await run(`{ ${command} } 2>&1 && echo 'It did not fail.' || true`, shown, place);
  correct?.();
}

/** The first part of a file creates it, the next ones are appended. */
function write(block: Block, { folder, original }: Place): void {
  const path = fileOf(block) ?? '';
  const isWhole = readFileSync(join(original, path), 'utf8') === block.text;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  if (isWhole) writeFileSync(join(folder, path), block.text);
  else appendFileSync(join(folder, path), block.text);
}

function makeMistake(block: Block, { folder }: Place): () => void {
  const file = join(folder, wordOf(block, 'mistake') ?? '');
  const right = readFileSync(file, 'utf8');
  expect(right).toContain(side(block, '-'));
  writeFileSync(
    file,
    right.replace(side(block, '-'), () => side(block, '+')),
  );
  return () => writeFileSync(file, right);
}

function side({ text }: Block, sign: '-' | '+'): string {
  const lines = text.split('\n').filter((line) => line.startsWith(sign) || line.startsWith(' '));
  return lines.map((line) => `${line.slice(1)}\n`).join('');
}

function wordOf({ words }: Block, name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}
