import composer from '@apollo/composition/package.json' with { type: 'json' };

/** The version of the library that composes: another one may make something else of the same subgraphs. */
export const composerVersion: string = composer.version;
