import { getOperationAST, Kind, parse, type DocumentNode } from 'graphql';
import { fieldsOf, responseKey, type Fragments } from './selection.ts';
import type { Subtypes } from './subtypes.ts';

/** The response keys of a request to a subgraph: the fields that a client loses if there is no answer. */
export interface LostKeys {
  ofRoot(): readonly string[];
  /** Of an entity of a type, under the root field with that response key. */
  ofEntity(root: string, type: string): readonly string[];
}

/** Parses a fetch's operation only when a field is lost for the first time. */
export function lostKeysOf(operation: string, subtypes: Subtypes): LostKeys {
  let read: DocumentNode | undefined;
  const document = () => (read ??= parse(operation, { noLocation: true }));
  const rootFields = () => fieldsOf(getOperationAST(document())?.selectionSet, fragmentsOf(document()));
  return {
    ofRoot: () => rootFields().map(responseKey),
    ofEntity(root, type) {
      const field = rootFields().find((each) => responseKey(each) === root);
      const applies = (condition: string) => subtypes(condition).has(type);
      const fields = fieldsOf(field?.selectionSet, fragmentsOf(document()), applies);
      return [...new Set(fields.filter(({ name }) => name.value !== '__typename').map(responseKey))];
    },
  };
}

/** The fragments of a document, by name. */
export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
