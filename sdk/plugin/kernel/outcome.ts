const outcomeMark = Symbol.for('nimbusvault.outcome');

/** An expected failure: the member `__typename` of a mutation's result union, with its fields. */
export type Outcome<Type extends string = string, Fields extends object = object> = Fields & {
  readonly __typename: Type;
  readonly [outcomeMark]: true;
};

/** Makes an expected failure. A step that returns it stops its workflow, which is undone and returns it. */
export function outcome<const Type extends string, const Fields extends object>(
  type: Type,
  fields: Fields,
): Outcome<Type, Fields> {
  return Object.freeze({ ...fields, __typename: type, [outcomeMark]: true as const });
}

/** True for a value made by `outcome`. */
export function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && outcomeMark in value;
}
