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

/** Variables with their defaults, and the estimated cost of the operation with them. */
interface Admitted {
  readonly values: Json;
  readonly cost: number;
}

/** The reasons why an operation is refused with the variables of the request. */
export interface Refused {
  readonly refusals: readonly GraphQLError[];
}

const notShown =
  'This token may not read the schema (__schema, __type). Use a token that Base.graphql.introspection allows: by default, one with the role admin.';

interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Checks the caller and the variables of each request; checks that depend on the operation alone are done once. */
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
  const message = `The operation may cost ${cost}, and the limit is ${most}. Request shorter lists, or fewer fields of each item.`;
  return refused('COST_ESTIMATED_TOO_EXPENSIVE', message);
}

function refused(...why: Parameters<typeof refuse>): Refused {
  return { refusals: [refuse(...why)] };
}
