/** A passage of a document. Passages of one document have one number. */
export interface Source {
  readonly number: number;
  readonly title: string;
  readonly text: string;
}

/** The answer of a model, or the fault of its vendor, and the tokens that it took: null if the vendor did not say. */
export type Reply<Value> =
  | { readonly value: Value; readonly tokens: number | null }
  | { readonly fault: string; readonly tokens: number | null; readonly waitMs?: number | undefined };

/** The models of a vault. They return their faults. */
export interface Models {
  readonly chatModel: string;
  readonly embeddingModel: string;
  /** True for models that take no tokens. */
  readonly isFree: boolean;
  summarize(document: { readonly title: string; readonly body: string }): Promise<Reply<string>>;
  /** The answer has a line for each statement, with the numbers of its sources at the end: `Ada gives the word. [2]` */
  answer(question: string, sources: readonly Source[]): Promise<Reply<string>>;
  /** Returns a vector of at most 768 numbers for each text. */
  embed(texts: readonly string[]): Promise<Reply<readonly (readonly number[])[]>>;
}
