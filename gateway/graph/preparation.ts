import type { BaseSettings } from '@nimbusvault/sdk/kernel';
import { Source, type DocumentNode, type GraphQLError, type OperationDefinitionNode } from 'graphql';
import {
  compileOperation,
  type CompiledOperation,
  type OperationSite,
  type Requested,
} from '../executor/compileOperation.ts';
import { createOnce } from '../memory/once.ts';
import { createRecent } from '../memory/recent.ts';
import type { Json } from '../operation/json.ts';
import { conditionVariables } from '../operation/pruneOperation.ts';
import { NoFirstPlan, type Planner } from '../planner/planner.ts';
import { createTurns, type Asker } from '../threads/turns.ts';
import { refuse } from './operationRules.ts';

const room = { values: 1_000, characters: 2_000_000 };

/** An operation that fits the schema of its generation. */
export interface ValidOperation {
  readonly source: string;
  readonly operationName: string | null;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** With the variables of its latest request. */
export interface KnownOperation extends ValidOperation {
  readonly values: Json;
}

/** The documents of an organization that may wait for their turn. */
export type PreparationLimits = Pick<BaseSettings['limits'], 'waitingDocuments'>;

/** Checks and compiles the operations of a generation. Each is done once for all callers, in the turn of the first whose turn comes. */
interface Preparation {
  /** Throws OVERLOADED. */
  check(source: string, asker: Asker): Promise<readonly GraphQLError[]>;
  /** Throws OVERLOADED, and GRAPHQL_VALIDATION_FAILED for an operation that cannot be planned. */
  compile(operation: KnownOperation, asker: Asker): Promise<CompiledOperation>;
  recall(source: string, operationName: string | null): ValidOperation | undefined;
  /** The latest operations, newest first. */
  lately(): KnownOperation[];
}

/** `site` without its planner's work. An operation that needs the slow planner gives its turn up and waits for another one there. */
export function openPreparation(
  planner: Planner,
  site: Omit<OperationSite, 'plan'>,
  { waitingDocuments: most }: PreparationLimits,
): Preparation {
  const known = createRecent<KnownOperation>(room);
  const compiled = createOnce<CompiledOperation>(room);
  const checked = createOnce<readonly GraphQLError[]>(room);
  const [turns, slowTurns] = [createTurns(most), createTurns(most)];
  const compileNew = async (key: string, operation: KnownOperation, asker: Asker) => {
    const compileBy = (plan: Planner['plan']) => () =>
      compiled.do(key, () => compileOperation(operation, { ...site, plan }));
    try {
      return await turns.take(asker, key, compileBy(planner.plan));
    } catch (error) {
      if (!(error instanceof NoFirstPlan)) throw error;
      return slowTurns.take(asker, key, compileBy(planner.planSecondly));
    }
  };
  return {
    check: (source, asker) =>
      checked.known(source) ??
      turns.take(asker, source, () => checked.do(source, () => faultsOf(source, planner))),
    async compile(operation, asker) {
      const name = nameOf(operation.source, operation.operationName);
      const key = `${decisionsOf(operation)} ${name}`;
      const answer = await (compiled.known(key) ?? compileNew(key, operation, asker));
      known.set(name, operation);
      return answer;
    },
    recall: (source, name) => known.get(nameOf(source, name)),
    lately: () => [...known.values()],
  };
}

async function faultsOf(source: string, planner: Planner): Promise<readonly GraphQLError[]> {
  const faults = await planner.check(source);
  const text = new Source(source);
  return faults.map(({ code, message, positions }) => refuse(code, message, { source: text, positions }));
}

const nameOf = (source: string, operationName: string | null) => `${operationName ?? ''}\n${source}`;

const deciding = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** The conditions of an operation as the variables decide them: each combination is a separate operation. */
function decisionsOf({ document, operation, values }: Requested): string {
  const names = deciding.get(operation) ?? conditionVariables(document);
  deciding.set(operation, names);
  return names.map((name) => (values[name] === true ? 1 : 0)).join('');
}
