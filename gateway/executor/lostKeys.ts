import {
  getOperationAST,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Json } from './readAnswer.ts';
import { conditionOf, fragmentOf, responseKey } from './selection.ts';
import type { Subtypes } from './subtypes.ts';

/** The response keys that a subgraph was asked for: what a client goes without when there is no answer. */
export interface LostKeys {
  /** At the root. */
  ofRoot(variables: Json): readonly string[];
  /** Of an entity of a type, under the root field with that response key. */
  ofEntity(root: string, type: string, variables: Json): readonly string[];
}

/** Reads the operation when something is lost for the first time. */
export function lostKeysOf(operation: string, subtypes: Subtypes): LostKeys {
  let read: DocumentNode | undefined;
  const fieldsFor = (type: string | undefined, variables: Json) => {
    const document = (read ??= parse(operation, { noLocation: true }));
    return new Fields(document, { subtypes, type, variables });
  };
  return {
    ofRoot: (variables) => fieldsFor(undefined, variables).ofRoot().map(responseKey),
    ofEntity(root, type, variables) {
      const fields = fieldsFor(type, variables);
      const field = fields.ofRoot().find((each) => responseKey(each) === root);
      const keys = fields.of(field?.selectionSet).filter(({ name }) => name.value !== '__typename');
      return [...new Set(keys.map(responseKey))];
    },
  };
}

interface Sight {
  readonly subtypes: Subtypes;
  readonly type: string | undefined;
  readonly variables: Json;
}

class Fields {
  readonly #document: DocumentNode;
  readonly #sight: Sight;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(document: DocumentNode, sight: Sight) {
    this.#document = document;
    this.#sight = sight;
    this.#fragments = fragmentsOf(document);
  }

  ofRoot(): FieldNode[] {
    return this.of(getOperationAST(this.#document)?.selectionSet);
  }

  of(selectionSet: SelectionSetNode | undefined): FieldNode[] {
    const { subtypes, type, variables } = this.#sight;
    return (selectionSet?.selections ?? []).flatMap((selection) => {
      const include = conditionOf(selection);
      if (include === 'never' || include?.(variables) === false) return [];
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = fragmentOf({ fragments: this.#fragments }, selection);
      const condition = fragment?.typeCondition?.name.value;
      const applies = condition === undefined || type === undefined || subtypes(condition).has(type);
      return applies ? this.of(fragment?.selectionSet) : [];
    });
  }
}

/** The fragments of a document, by name. */
export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
