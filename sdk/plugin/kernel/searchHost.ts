import type { EntityClass } from '@mikro-orm/core';
import type { Vault } from './vault.ts';

/** The text of an entity that can be searched: its properties, the most important first, and their language. */
export interface SearchedText {
  readonly fields: readonly string[];
  readonly language: string;
}

/** The rows that a search is limited to: a condition as the ORM takes it, which names the org. */
interface Searched {
  readonly entity: EntityClass<object>;
  readonly filter: object;
}

/** Words next to each other, that a row must have or must not have. */
export interface SearchTerm {
  readonly words: readonly string[];
  readonly isRefused: boolean;
}

/** Lists of terms: a row fits if it fits all terms of one of them. */
export type SearchTerms = readonly (readonly SearchTerm[])[];

/** Words to find, and how many rows to return behind a place in their order. */
export interface WordQuery extends Searched {
  readonly searched: SearchedText;
  readonly terms: SearchTerms;
  readonly limit: number;
  readonly after?: { readonly rank: number; readonly id: string } | undefined;
}

/** A row with the words; in `excerpt`, each of them stands between `matchStart` and `matchEnd`. */
export interface WordMatch {
  readonly id: string;
  readonly rank: number;
  readonly excerpt: string;
}

/** A vector to compare with those of the rows that the same model made, of rows that have the words if there are any. */
export interface VectorQuery extends Searched {
  readonly searched?: SearchedText | undefined;
  /** Every row fits an empty list here. */
  readonly terms: SearchTerms;
  /** The property with the vector, and the one with its model. */
  readonly property: string;
  readonly modelProperty: string;
  readonly vector: readonly number[];
  readonly model: string;
  readonly limit: number;
}

/** The nearest rows, the nearest first; `isCut` if as many candidates were compared as may be: there can be more. */
interface VectorMatches {
  readonly nearest: readonly { readonly id: string; readonly similarity: number }[];
  readonly isCut: boolean;
}

/** Finds rows by words and by vectors. The runtime has it from PostgreSQL; rows in memory have one of their own. */
export interface SearchHost {
  byWords(query: WordQuery, vault: Vault): Promise<readonly WordMatch[]>;
  byVector(query: VectorQuery, vault: Vault): Promise<VectorMatches>;
}

/** Characters that no text of an excerpt has besides. */
export const matchStart = '\u0002';
export const matchEnd = '\u0003';

/** The number of rows that a search ranks or compares at most: the newest. */
export const maxCandidates = 10_000;
