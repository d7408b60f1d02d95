import { getOperationAST, type FieldNode } from 'graphql';
import {
  representationsOf,
  responseKey,
  selectedFields,
  typeOf,
  type AnswerPath,
  type Question,
} from './question.ts';

/** The fields that a client goes without when a question is not answered, as places in the answer. */
export function lostFields(question: Question): AnswerPath[] {
  const operation = getOperationAST(question.document);
  const root = operation && question.schema.getRootType(operation.operation);
  if (!root) return [];
  const representations = representationsOf(question);
  const rootFields = selectedFields(question, root, operation.selectionSet);
  if (!representations) return rootFields.map((field) => [responseKey(field)]);
  return representations.flatMap((representation, index) =>
    entityFields(question, representation, rootFields).map((name) => ['_entities', index, name]),
  );
}

function entityFields(question: Question, representation: unknown, [entities]: FieldNode[]): string[] {
  const type = typeOf(question, representation);
  const fields = type ? selectedFields(question, type, entities?.selectionSet) : [];
  return fields.map(responseKey).filter((name) => name !== '__typename');
}
