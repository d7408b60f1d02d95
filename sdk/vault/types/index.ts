export { areTypesFresh, typesFile, writeTypes } from './schemaTypes.ts';
