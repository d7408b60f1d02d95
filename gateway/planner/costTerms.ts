import type { Json } from '../operation/json.ts';

/** A part of an estimate: a number, or a function of the variables of a request. */
export type Term = number | ((values: Json) => number);

/** The sum of the parts. */
export function sum(terms: readonly Term[]): Term {
  return foldTerms(terms, (one, other) => one + other);
}

/** The greatest of the parts; 0 if there are none. */
export function largest(terms: readonly Term[]): Term {
  return foldTerms(terms, Math.max);
}

/** The part times `size`. */
export function times(size: Term, term: Term): Term {
  if (typeof size === 'number' && typeof term === 'number') return bounded(size * term);
  return (values) => bounded(valueOf(size, values) * valueOf(term, values));
}

/** The value of a part for these variables. */
export function valueOf(term: Term, values: Json): number {
  return typeof term === 'number' ? term : term(values);
}

/** The constant parts are added up once, for all requests. */
function foldTerms(terms: readonly Term[], fold: (one: number, other: number) => number): Term {
  const varying = terms.filter((term) => typeof term !== 'number');
  const fixed = terms
    .filter((term) => typeof term === 'number')
    .reduce((all, term) => bounded(fold(all, term)), 0);
  if (varying.length === 0) return fixed;
  return (values) => {
    let all = fixed;
    for (const term of varying) all = bounded(fold(all, term(values)));
    return all;
  };
}

/** Neither negative nor above the range of exact integers. */
function bounded(number: number): number {
  return Math.min(Math.max(number, 0), Number.MAX_SAFE_INTEGER);
}
