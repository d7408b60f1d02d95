import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStack } from '@nimbusvault/vault';
import { expect, test } from 'vitest';
import { copyRepository } from '../../support/copyRepository.ts';
import { readBlocks } from '../../support/markdown.ts';
import { followGuide } from './followGuide.ts';
import { forgetPlugin } from './forgetPlugin.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documentedUrl = 'http://127.0.0.1:4000/graphql';

test('following docs/plugin-guide.md from an empty folder leads to a passing test and a field in the graph', async () => {
  using copy = copyRepository(root);
  const place = { folder: copy.folder, original: root };
  const blocks = readBlocks(join(root, 'docs/plugin-guide.md'));
  const start = blocks.findIndex(({ text }) => text === 'npm start\n');
  expect(start).toBeGreaterThan(10);
  forgetPlugin('Bookmarks', copy.folder);

  await followGuide(blocks.slice(0, start), place);

  const stack = await startStack({
    settingsFile: join(copy.folder, 'vault-settings.json'),
    supergraphFile: join(copy.folder, 'supergraph.yaml'),
  });
  await using stopping = new AsyncDisposableStack();
  stopping.defer(() => stack.stop());
  const rest = blocks
    .slice(start)
    .map((block) => ({ ...block, text: block.text.replaceAll(documentedUrl, stack.gatewayUrl) }));
  await followGuide(rest, { ...place, env: { NIMBUS_STATE: stack.stateDir } });
}, 600_000);
