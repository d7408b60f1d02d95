import type { Json } from '../operation/json.ts';

/** A part of an estimate: a number, or what the variables of a request make of it. */
export type Term = number | ((values: Json) => number);

/** The parts together. */
export function sum(terms: readonly Term[]): Term {
  return foldTerms(terms, (one, other) => one + other);
}

/** The most of the parts; 0 where there are none. */
export function largest(terms: readonly Term[]): Term {
  return foldTerms(terms, Math.max);
}

/** So many times the part. */
export function times(size: Term, term: Term): Term {
  if (typeof size === 'number' && typeof term === 'number') return bounded(size * term);
  return (values) => bounded(valueOf(size, values) * valueOf(term, values));
}

/** The value of a part for these variables. */
export function valueOf(term: Term, values: Json): number {
  return typeof term === 'number' ? term : term(values);
}

/** The part that is known beforehand is added up once, for all requests. */
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

/** Neither below nothing nor so large that numbers lose their sense. */
function bounded(number: number): number {
  return Math.min(Math.max(number, 0), Number.MAX_SAFE_INTEGER);
}
