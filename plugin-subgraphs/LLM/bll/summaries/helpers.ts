import type { Summary } from '../../entities/Summary.ts';

/** The payload of the hooks of a core entity. */
export interface EntityEvent {
  readonly entityType: string;
  readonly entityId: string;
  readonly version?: number | undefined;
}

/** A version of a core Document. */
export interface DocumentText {
  readonly title: string;
  readonly body: string;
  readonly version: number;
}

export interface ModelNames {
  readonly chatModel: string;
  readonly embeddingModel: string;
}

/** True if the newest version that was heard of is summarized, and these models have done it. */
export function isMade(summary: Summary, { chatModel, embeddingModel }: ModelNames): boolean {
  const isNewest = summary.version >= summary.newest;
  return isNewest && summary.model === chatModel && summary.vectorModel === embeddingModel;
}

/** At least the tokens that a summary and the vectors of a document take: a token has three characters or more, as a rule. */
export function tokensFor({ title, body }: DocumentText, { answerTokens }: { answerTokens: number }): number {
  const parts = Math.ceil(body.length / 1_000) + 1;
  return (
    answerTokens + Math.ceil((body.length + Math.min(body.length, 12_000) + parts * title.length) / 3) + 200
  );
}
