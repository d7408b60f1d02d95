import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { readBlocks } from '../../support/markdown.ts';
import { runShell } from '../../support/runShell.ts';
import { sharedVault } from '../../support/sharedVault.ts';
import { patternOf, runsIn } from '../../support/shown.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documentedUrl = 'http://127.0.0.1:4000/graphql';

test('the commands of README.md, pasted one after the other, print the shown output', async () => {
  const runs = runsIn(readBlocks(`${root}/README.md`));
  const commands = runs.map(({ command }) => command.replaceAll(documentedUrl, sharedVault().gatewayUrl));

  const printed = await runShell(commands, { cwd: root, env: { NIMBUS_STATE: inject('stateDir') } });

  expect(runs.length).toBeGreaterThan(5);
  const expected = runs.map(({ shown = '' }) => expect.stringMatching(patternOf(shown)) as string);
  expect(printed.map((text) => text.trim())).toEqual(expected);
});
