import { settingsOf, type Vault } from '@nimbusvault/sdk';
import type { settings } from '../settings.ts';
import { embedded } from './embedded.ts';
import { openAi } from './openAi.ts';

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

/** The models that the settings name, for work that takes at most so long. */
export function modelsOf(vault: Vault, withinMs: number): Models {
  const { url, chatModel, embeddingModel, ...more } = settingsOf<typeof settings>(vault);
  if (!url || !chatModel || !embeddingModel) return embedded;
  return openAi({ ...more, url, chatModel, embeddingModel, until: Date.now() + withinMs }, vault);
}

/** Goes on with the answer of a model, and adds the tokens up. */
export async function chain<Value, Next>(
  first: Reply<Value>,
  next: (value: Value) => Promise<Reply<Next>>,
): Promise<Reply<Next>> {
  if ('fault' in first) return first;
  const last = await next(first.value);
  const isKnown = first.tokens !== null && last.tokens !== null;
  return { ...last, tokens: isKnown ? first.tokens + last.tokens : null };
}
