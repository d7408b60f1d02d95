import { Kind, type DefinitionNode, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { responseKey, type Fragments } from '../operation/selection.ts';
import { fragmentsOf } from '../operation/lostKeys.ts';

/** The selection sets of one level of the answer, merged. */
interface Level {
  readonly fields: Map<string, FieldNode[]>;
  readonly spread: Set<string>;
  selections: number;
}

/**
 * True if checking the document takes more than `most` steps. A step is a selection, with the fragments of each level expanded; or a
 * comparison, of fields with the same response key, or of a fragment with a field or a fragment of its level. The fragments may not form a cycle.
 */
export function takesMoreSteps(document: DocumentNode, most: number): boolean {
  const fragments = fragmentsOf(document);
  const reached = new Set<DefinitionNode>();
  let steps = 0;
  const count = (sets: readonly SelectionSetNode[]) => {
    const level = collect(sets, fragments);
    for (const name of level.spread) reached.add(fragments.get(name) as DefinitionNode);
    steps += stepsOf(level);
    for (const fields of level.fields.values()) {
      if (steps > most) return;
      const inner = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (inner.length > 0) count(inner);
    }
  };
  for (const definition of operationsFirst(document))
    if ('selectionSet' in definition && !reached.has(definition) && steps <= most)
      count([definition.selectionSet]);
  return steps > most;
}

function operationsFirst({ definitions }: DocumentNode): readonly DefinitionNode[] {
  return [
    ...definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION),
    ...definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION),
  ];
}

function collect(sets: readonly SelectionSetNode[], fragments: Fragments): Level {
  const level: Level = { fields: new Map(), spread: new Set(), selections: 0 };
  const add = ({ selections }: SelectionSetNode) => {
    level.selections += selections.length;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) addTo(level.fields, selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(selection.selectionSet);
      else {
        const { value: name } = selection.name;
        const fragment = fragments.get(name);
        if (!fragment || level.spread.has(name)) continue;
        level.spread.add(name);
        add(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) add(set);
  return level;
}

function addTo(fields: Level['fields'], field: FieldNode): void {
  const key = responseKey(field);
  const same = fields.get(key);
  if (same) same.push(field);
  else fields.set(key, [field]);
}

function stepsOf({ fields, spread, selections }: Level): number {
  const counts = [...fields.values()].map(({ length }) => length);
  const allFields = counts.reduce((sum, each) => sum + each, 0);
  const pairs = counts.reduce((sum, each) => sum + (each * (each - 1)) / 2, 0);
  return selections + pairs + spread.size * (spread.size + allFields);
}
