#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { pinnedNode, runOn } from './pinnedNode.mjs';

const self = fileURLToPath(import.meta.url);
const codeCache = fileURLToPath(new URL('../../node_modules/.cache/nimbus/code', import.meta.url));

function nodeOrExit() {
  try {
    return pinnedNode(fileURLToPath(new URL('.', import.meta.url)));
  } catch (error) {
    console.error(error.message);
    return process.exit(1);
  }
}

const node = nodeOrExit();
if (node === realpathSync(process.execPath)) {
  module.enableCompileCache(codeCache);
  await import('../src/cli/nimbus.ts');
} else {
  process.exitCode = await runOn(node, [self, ...process.argv.slice(2)]);
}
