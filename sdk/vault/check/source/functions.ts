import type { ArrowFunctionExpression, Function as FunctionNode } from 'oxc-parser';
import { lineAt, visit } from './module.ts';
import type { SourceFile } from './source.ts';

interface FunctionSpan {
  readonly line: number;
  readonly lines: number;
  /** False for an arrow function that is one expression. */
  readonly hasBlock: boolean;
}

/** Every function of a source, nested ones too. */
export function functionsOf(file: SourceFile): readonly FunctionSpan[] {
  const found: FunctionSpan[] = [];
  const add = (node: FunctionNode | ArrowFunctionExpression) => {
    const line = lineAt(file, node.start);
    const lines = lineAt(file, node.end) - line + 1;
    found.push({ line, lines, hasBlock: node.body?.type === 'BlockStatement' });
  };
  visit(file, { FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add });
  return found;
}
