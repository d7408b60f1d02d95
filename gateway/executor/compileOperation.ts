import type { SequenceNode } from '@graphql-hive/router-query-planner';
import {
  Kind,
  OperationTypeNode,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { compileAnswer } from './compileAnswer.ts';
import { compilePlan, type PlanSite } from './compilePlan.ts';
import type { Execution } from './execution.ts';
import { explainMisfits } from './explainMisfits.ts';
import { generateAnswer } from './generateAnswer.ts';
import { introspect, splitOperation, withSelections } from '../operation/introspection.ts';
import type { Place } from './places.ts';
import { othersTurn } from '../operation/othersTurn.ts';
import { withPlanKeys, type TakenNames } from '../operation/planKeys.ts';
import { fillEmpty, prune } from '../operation/pruneOperation.ts';
import { fragmentsOf } from '../operation/lostKeys.ts';
import type { Plan, Planner } from '../planner/planner.ts';
import type { Json } from '../operation/json.ts';
import type { RequestContext } from './requestContext.ts';
import { fieldsOf, responseKey, type Fragments } from '../operation/selection.ts';
import type { ShownError } from './subgraphErrors.ts';
import { compileTrim } from './trimPath.ts';

/** The answer to a client. */
export interface Answer {
  readonly data: Json | null;
  readonly errors: readonly ShownError[];
}

/** One request: its variables as the client sent them, and with their defaults. */
export interface OperationInput {
  readonly variables: Json;
  readonly values: Json;
  readonly context: RequestContext;
}

/** The unit of compilation: an operation, and the variables that decide what it selects. */
export interface Requested {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly values: Json;
}

export type CompiledOperation = (input: OperationInput) => Promise<Answer>;

/** The context in which operations are compiled. */
export interface OperationSite extends PlanSite {
  readonly planner: Pick<Planner, 'apiSchema' | 'taken'>;
  readonly plan: Plan;
}

/** Plans an operation with these variables, and compiles the plan and the answer, once for all its requests. */
export async function compileOperation(
  { document, operation, values }: Requested,
  site: OperationSite,
): Promise<CompiledOperation> {
  const asked = prune(operation, values);
  const fragments = new Map([...fragmentsOf(document)].map(([name, each]) => [name, prune(each, values)]));
  await othersTurn();
  const { planned, introspective } = splitOperation(asked, fragments);
  const { apiSchema: schema, taken } = site.planner;
  const clientKeys = new Map<string, string>();
  const texts = inTurn(planned, fragments).map((part) => textOf(part, { taken, fragments, clientKeys }));
  const plans = await Promise.all(texts.map((text) => site.plan(text, operation.name?.value)));
  const plan: SequenceNode = { kind: 'Sequence', nodes: plans.flatMap((each) => each ?? []) };
  const run = compilePlan(plan, site);
  await othersTurn();
  const write = compileAnswer({ schema, fragments, taken }, asked);
  await othersTurn();
  const writeQuickly = generateAnswer({ schema, fragments, taken }, asked);
  const trim = compileTrim(asked, fragments);
  const seen = (path: Place) => path.map((part) => clientKeys.get(String(part)) ?? part);
  return async ({ variables, values: current, context }) => {
    context.trace?.begin({ plan, clientKeys });
    const known = introspective ? introspect(schema, { operation: introspective, fragments }, current) : {};
    if (introspective) context.trace?.introspected();
    const execution = newExecution(known, variables, context);
    await run(execution);
    const writing = { gone: execution.gone, misfits: [], path: [], written: new Map() };
    const data = writeQuickly(known, execution.sharing ? new Map() : undefined) ?? write(known, writing);
    const errors = execution.errors.flatMap((error) => {
      const path = trim(seen(error.path), data);
      return path ? [{ ...error, path }] : [];
    });
    return { data, errors: [...errors, ...explainMisfits(writing.misfits, errors, context)] };
  };
}

function newExecution(data: Json, variables: Json, context: RequestContext): Execution {
  return { data, variables, context, errors: [], gone: new Set(), sharing: false };
}

/** Each mutation field ends, with all selections on its result, before the next one begins: each has its own plan. */
function inTurn(
  operation: OperationDefinitionNode | undefined,
  fragments: Fragments,
): readonly OperationDefinitionNode[] {
  if (!operation) return [];
  if (operation.operation !== OperationTypeNode.MUTATION) return [operation];
  const byKey = Map.groupBy(fieldsOf(operation.selectionSet, fragments), responseKey);
  return [...byKey.values()].map((fields) => withSelections(operation, fields));
}

interface Planning {
  readonly fragments: Fragments;
  readonly taken: TakenNames;
  /** The client's names for the keys that a plan renames. */
  readonly clientKeys: Map<string, string>;
}

function textOf(operation: OperationDefinitionNode, { taken, fragments, clientKeys }: Planning): string {
  const used = [operation, ...usedFragments(operation, fragments)];
  const definitions = used.map((each) => withPlanKeys(fillEmpty(each), taken, clientKeys));
  return print({ kind: Kind.DOCUMENT, definitions });
}

function usedFragments(
  operation: OperationDefinitionNode,
  fragments: Fragments,
): readonly FragmentDefinitionNode[] {
  const used = new Set<FragmentDefinitionNode>();
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return [...used];
}
