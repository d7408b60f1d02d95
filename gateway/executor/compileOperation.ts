import {
  Kind,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { compileAnswer } from './compileAnswer.ts';
import { compilePlan, type PlanSite } from './compilePlan.ts';
import type { Execution } from './execution.ts';
import { explainMisfits } from './explainMisfits.ts';
import { introspect, splitOperation } from './introspection.ts';
import { fragmentsOf } from './lostKeys.ts';
import type { Planner } from './planner.ts';
import type { Json } from './readAnswer.ts';
import { renamedKeys } from './renames.ts';
import type { RequestContext } from './requestContext.ts';
import { responseKey } from './selection.ts';
import type { ShownError } from './subgraphErrors.ts';
import { compileTrim } from './trimPath.ts';

/** What a client gets. */
export interface Answer {
  readonly data: Json | null;
  readonly errors: readonly ShownError[];
}

/** One request: the variables as the client sent them, and with their defaults. */
export interface OperationInput {
  readonly variables: Json;
  readonly values: Json;
  readonly context: RequestContext;
}

export type CompiledOperation = (input: OperationInput) => Promise<Answer>;

/** What operations are compiled with. */
export interface OperationSite extends Omit<PlanSite, 'renamed'> {
  readonly planner: Planner;
}

/** Plans an operation and compiles the plan and the answer, once for all of its requests. */
export async function compileOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  site: OperationSite,
): Promise<CompiledOperation> {
  refuseRiskyKeys(document);
  const schema = site.planner.apiSchema;
  const fragments = fragmentsOf(document);
  const { planned, introspective } = splitOperation(operation, fragments);
  const plan = planned && (await site.planner.plan(textOf(planned, fragments), operation.name?.value));
  const renamed = renamedKeys(plan);
  const run = compilePlan(plan, { ...site, renamed });
  const write = compileAnswer({ schema, fragments, renamed }, operation);
  const trim = compileTrim(operation, fragments);
  return async ({ variables, values, context }) => {
    const data = introspective ? introspect(schema, { operation: introspective, fragments }, values) : {};
    const execution: Execution = { data, variables, values, context, errors: [], gone: new Set() };
    await run(execution);
    const writing = { variables: values, gone: execution.gone, misfits: [], path: [] };
    const answer = write(data, writing);
    const errors = execution.errors.map((error) => ({ ...error, path: trim(error.path) }));
    return { data: answer, errors: [...errors, ...explainMisfits(writing.misfits, errors, context)] };
  };
}

/** A plan has variables of its own, which no variable of a client's may be taken for. */
const ownVariables = /^(representations$|__batch_reps_)/;

function textOf(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string {
  const taken = operation.variableDefinitions?.some(({ variable }) => ownVariables.test(variable.name.value));
  if (taken)
    throw new VaultError(
      'GRAPHQL_VALIDATION_FAILED',
      'A variable cannot be called "representations". Rename it.',
    );
  const used = usedFragments(operation, fragments);
  return print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] });
}

function usedFragments(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
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

/** JavaScript gives this name a meaning that no answer should have. */
function refuseRiskyKeys(document: DocumentNode): void {
  visit(document, {
    Field(node) {
      if (responseKey(node) !== '__proto__') return;
      throw new VaultError(
        'GRAPHQL_VALIDATION_FAILED',
        'A field cannot be called "__proto__". Give it another alias.',
      );
    },
  });
}
