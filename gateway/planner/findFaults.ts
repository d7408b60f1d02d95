import {
  GraphQLError,
  Kind,
  parse,
  validate,
  visit,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

const aborted = 'Validation aborted.';

/** What is wrong with a document; `positions` are offsets in its text. */
export interface DocumentFault {
  readonly message: string;
  readonly positions: readonly number[];
}

/** Why a document does not fit the schema; empty where it does. Nothing else is looked at where it asks for too much. */
export function findFaults(
  source: string,
  schema: GraphQLSchema,
  recursiveSelections: number,
): readonly DocumentFault[] {
  const document = parse(source);
  const tooLarge = findTooLarge(document, recursiveSelections);
  const errors = tooLarge ? [tooLarge] : validate(schema, document);
  return errors.map(({ message, positions }) => ({
    message: message === aborted ? 'Its fields repeat too often to be checked. Ask for each once.' : message,
    positions: positions ?? [],
  }));
}

interface Size {
  own: number;
  readonly spreads: string[];
}

/** An operation that has more selections than the limit, once each of its fragments is put where it is spread. */
function findTooLarge(document: DocumentNode, most: number): GraphQLError | undefined {
  const fragments = new Map<string, Size>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, sizeOf(definition));
  const counted = new Map<string, number>();
  const count = ({ own, spreads }: Size): number =>
    spreads.reduce((sum, name) => sum + countFragment(name), own);
  const countFragment = (name: string): number => {
    const known = counted.get(name);
    if (known !== undefined) return known;
    counted.set(name, 0); // one that spreads itself is the validation's to refuse
    const size = fragments.get(name);
    const selections = size ? count(size) : 0;
    counted.set(name, selections);
    return selections;
  };
  const tooLarge = document.definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION && count(sizeOf(definition)) > most,
  );
  const message = `The operation asks for more than ${most} fields, its fragments included. Ask for less at once.`;
  return tooLarge && new GraphQLError(message, { nodes: tooLarge });
}

function sizeOf(definition: ASTNode): Size {
  const size: Size = { own: 0, spreads: [] };
  const add = () => {
    size.own += 1;
  };
  visit(definition, {
    Field: add,
    InlineFragment: add,
    FragmentSpread({ name }) {
      add();
      size.spreads.push(name.value);
    },
  });
  return size;
}
