import { longestDocument, type RecordedOperation } from '@nimbusvault/runtime/registry';
import { Kind, parse, print, visit, type OperationDefinitionNode } from 'graphql';
import type { ValidOperation } from './preparation.ts';

const mostOperations = 5_000;
const mostTaken = 500;

/** The operations that clients send, counted: shapes without values. */
export interface OperationLog {
  /** Costs one map lookup. */
  note(operation: ValidOperation): void;
  /** The operations that were sent since the last call, the most frequent first. */
  take(): readonly RecordedOperation[];
}

interface Asked {
  readonly source: string;
  readonly name: string | null;
  count: number;
}

export function createOperationLog(): OperationLog {
  let asked = new Map<OperationDefinitionNode, Asked>();
  return {
    note({ operation, source }) {
      const known = asked.get(operation);
      if (known) known.count += 1;
      else if (asked.size < mostOperations)
        asked.set(operation, { source, name: operation.name?.value ?? null, count: 1 });
    },
    take() {
      const taken = [...asked.values()].toSorted((a, b) => b.count - a.count).slice(0, mostTaken);
      asked = new Map();
      const last = new Date().toISOString();
      return taken.flatMap(({ source, name, count }) => {
        const document = shapeOf(source);
        return document.length > longestDocument ? [] : [{ document, name, count, last }];
      });
    },
  };
}

/** An operation as its author wrote it, except that each value is replaced by an empty one of the same kind. */
export function shapeOf(source: string): string {
  const document = visit(parse(source, { noLocation: true }), {
    IntValue: (node) => ({ ...node, value: '0' }),
    FloatValue: (node) => ({ ...node, value: '0' }),
    StringValue: () => ({ kind: Kind.STRING, value: '' }),
  });
  return print(document);
}
