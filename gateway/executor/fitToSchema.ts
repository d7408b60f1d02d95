import {
  getNullableType,
  getOperationAST,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import {
  representationsOf,
  responseKey,
  selectedFields,
  typeOf,
  type AnswerPath,
  type Question,
} from './question.ts';
import { isRecord, type Json } from './readAnswer.ts';

/**
 * Nulls in a subgraph's `data` what has not the shape that the schema promises: @apollo/gateway would give up the whole
 * operation. Returns where that was, and where there is a null that should be none.
 */
export function fitToSchema(data: Json, question: Question): AnswerPath[] {
  const operation = getOperationAST(question.document);
  const type = operation && question.schema.getRootType(operation.operation);
  if (!type) return [];
  const { selectionSet } = operation;
  const representations = representationsOf(question);
  if (!representations) return fitObject(data, { question, type, selectionSet, path: [] });
  const [entities] = selectedFields(question, type, selectionSet);
  return representations.flatMap((representation, index) =>
    fitEntity((data._entities as unknown[])[index], {
      question,
      type: typeOf(question, representation),
      selectionSet: entities?.selectionSet,
      path: ['_entities', index],
    }),
  );
}

interface Place<Type> {
  readonly question: Question;
  readonly type: Type;
  readonly selectionSet: SelectionSetNode | undefined;
  readonly path: AnswerPath;
}

function fitEntity(entity: unknown, place: Place<GraphQLObjectType | undefined>): AnswerPath[] {
  const { type } = place;
  return type && isRecord(entity) ? fitObject(entity, { ...place, type }) : [];
}

function fitObject(object: Json, place: Place<GraphQLObjectType>): AnswerPath[] {
  const fields = selectedFields(place.question, place.type, place.selectionSet);
  return fields.flatMap((field) => fitField(object, field, place));
}

function fitField(
  object: Json,
  field: FieldNode,
  { question, type, path }: Place<GraphQLObjectType>,
): AnswerPath[] {
  const key = responseKey(field);
  const definition = type.getFields()[field.name.value];
  if (!definition || !Object.hasOwn(object, key)) return [];
  const { selectionSet } = field;
  return fitValue(object, key, { question, type: definition.type, selectionSet, path: [...path, key] });
}

function fitValue(holder: Json, key: string | number, place: Place<GraphQLOutputType>): AnswerPath[] {
  const value = holder[key];
  if (value === null) return isNonNullType(place.type) ? [place.path] : [];
  const within = fitWithin(value, place);
  if (within) return within;
  holder[key] = null;
  return [place.path];
}

/** The misfits inside of a value; undefined where the value itself is one. */
function fitWithin(value: unknown, place: Place<GraphQLOutputType>): AnswerPath[] | undefined {
  const type = getNullableType(place.type);
  if (isLeafType(type)) return isSpecifiedScalarType(type) && typeof value === 'object' ? undefined : [];
  if (isListType(type))
    return Array.isArray(value) ? fitItems(value, { ...place, type: type.ofType }) : undefined;
  if (!isRecord(value)) return undefined;
  const objectType = isObjectType(type) ? type : typeOf(place.question, value);
  return objectType ? fitObject(value, { ...place, type: objectType }) : [];
}

function fitItems(items: unknown[], place: Place<GraphQLOutputType>): AnswerPath[] {
  const holder = items as unknown as Json;
  return items.flatMap((_, index) => fitValue(holder, index, { ...place, path: [...place.path, index] }));
}
