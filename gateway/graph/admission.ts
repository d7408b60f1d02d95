import { VaultError, type BaseSettings } from '@nimbusvault/sdk/kernel';
import {
  getVariableValues,
  type GraphQLError,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Json } from '../operation/json.ts';
import { compileEstimate, type Estimate } from '../planner/costEstimate.ts';
import type { Planner } from '../planner/planner.ts';
import { introspects } from '../operation/introspection.ts';
import type { OperationRequest } from './generation.ts';
import { refuse } from './operationRules.ts';

/** The limit of a request's cost, and of the reported faults of its variables. */
export type AdmissionLimits = Pick<BaseSettings['limits'], 'cost' | 'listSize' | 'errors'>;

/** Variables with their defaults, and what the operation may cost with them. */
interface Admitted {
  readonly values: Json;
  readonly cost: number;
}

/** Why an operation is not answered with the variables that it was sent with. */
export interface Refused {
  readonly refusals: readonly GraphQLError[];
}

const notShown =
  'The schema (__schema, __type) is not shown to this token. Ask with one that Base.graphql.introspection lets see it: unless set otherwise, with the role admin.';

interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Looks at who sends each request, and at its variables; what depends on the operation alone is found out once. */
export function createAdmit({ apiSchema, costs }: Planner, limits: AdmissionLimits) {
  const site = { schema: apiSchema, costs, listSize: limits.listSize };
  const estimateOf = createOnceFor((valid: Operation): Estimate => compileEstimate(site, valid));
  const asksOfSchema = createOnceFor(({ document }: Operation) => introspects(document));
  return (valid: Operation, { variables, context }: OperationRequest): Admitted | Refused => {
    if (!context.seesSchema && asksOfSchema(valid)) return refused('GRAPHQL_VALIDATION_FAILED', notShown);
    const { variableDefinitions = [] } = valid.operation;
    const options = { maxErrors: limits.errors };
    const { coerced, errors = [] } = getVariableValues(apiSchema, variableDefinitions, variables, options);
    if (!coerced) return refused('BAD_USER_INPUT', errors.map(({ message }) => message).join('\n'));
    try {
      const cost = estimateOf(valid)(coerced);
      return cost <= limits.cost ? { values: coerced, cost } : tooExpensive(cost, limits.cost);
    } catch (error) {
      if (error instanceof VaultError) return refused(error.code, error.message);
      throw error;
    }
  };
}

/** The result of work that is done once for each operation. */
function createOnceFor<Value>(work: (valid: Operation) => Value): (valid: Operation) => Value {
  const done = new WeakMap<OperationDefinitionNode, Value>();
  return (valid) => {
    const known = done.get(valid.operation);
    if (known !== undefined) return known;
    const value = work(valid);
    done.set(valid.operation, value);
    return value;
  };
}

function tooExpensive(cost: number, most: number): Refused {
  const message = `The operation may cost ${cost}, and ${most} is the most. Ask for shorter lists, or for less of each item.`;
  return refused('COST_ESTIMATED_TOO_EXPENSIVE', message);
}

function refused(...why: Parameters<typeof refuse>): Refused {
  return { refusals: [refuse(...why)] };
}
