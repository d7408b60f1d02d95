import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';

/** The line of a setting in the text of the file; of what is nearest around it, if the setting is missing. */
export function lineOf(path: readonly string[], text: string): number {
  const root = parseTree(text);
  if (!root) return 1;
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, segmentsOf(path.slice(0, length), root));
    if (node) return text.slice(0, (keyOf(node) ?? node).offset).split('\n').length;
  }
  return 1;
}

/** jsonc-parser wants the index of a list as a number. */
function segmentsOf(path: readonly string[], root: Node): (string | number)[] {
  const segments: (string | number)[] = [];
  for (const part of path) {
    const isList = findNodeAtLocation(root, segments)?.type === 'array';
    segments.push(isList ? Number(part) : part);
  }
  return segments;
}

function keyOf({ parent }: Node): Node | undefined {
  return parent?.type === 'property' ? parent : undefined;
}
