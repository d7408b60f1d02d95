import { registerHooks } from 'node:module';

/** Loaded before `nimbus`, which runs unchanged except for the modules of identity. */
const noIdentity = new URL('noIdentity.ts', import.meta.url).href;
const replaced: readonly (readonly [specifier: string, importer: string])[] = [
  ['./http/identity.ts', '/gateway/startGateway.ts'],
  ['./subgraphs/assertions.ts', '/gateway/startGateway.ts'],
  ['./http/assertion.ts', '/sdk/runtime/serveSubgraph.ts'],
];

registerHooks({
  resolve(specifier, context, next) {
    const isReplaced = replaced.some(
      ([name, importer]) => name === specifier && context.parentURL?.endsWith(importer),
    );
    return isReplaced
      ? { url: noIdentity, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context);
  },
});
