import { settingsOf, type Vault } from '@nimbusvault/sdk';
import type { settings } from '../settings.ts';
import { embedded } from './embedded.ts';
import { openAi } from './openAi.ts';

/** A passage of a document. Passages of one document have one number. */
interface Source {
  readonly number: number;
  readonly title: string;
  readonly text: string;
}

/** The tokens that models took; `isUnknown` if a request may have been paid that does not say how much. */
export interface Meter {
  tokens: number;
  isUnknown: boolean;
}

/** The models of a vault. They throw OUTSIDE_UNAVAILABLE for a fault of their vendor, with its wait as `retryAfterMs`. */
export interface Models {
  readonly chatModel: string;
  readonly embeddingModel: string;
  readonly isFree: boolean;
  summarize(document: { readonly title: string; readonly body: string }): Promise<string>;
  /** The answer has a line for each statement, with the numbers of its sources at the end: `Ada gives the word. [2]` */
  answer(question: string, sources: readonly Source[]): Promise<string>;
  /** Returns a vector of at most 768 numbers for each text. */
  embed(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
}

/** The models that the settings name, for work that takes at most so long. */
export function modelsOf(vault: Vault, withinMs = 0, meter: Meter = { tokens: 0, isUnknown: false }): Models {
  const { url, chatModel, embeddingModel, ...more } = settingsOf<typeof settings>(vault);
  if (!url || !chatModel || !embeddingModel) return embedded;
  return openAi({ ...more, url, chatModel, embeddingModel, until: Date.now() + withinMs, meter }, vault);
}
