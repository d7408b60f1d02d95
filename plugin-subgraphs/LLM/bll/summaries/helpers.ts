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

/** True if these models have made the summary and the vectors. */
export function isBy({ model, vectorModel }: Summary, { chatModel, embeddingModel }: ModelNames): boolean {
  return model === chatModel && vectorModel === embeddingModel;
}

/** True if the newest version that was heard of is summarized by these models. */
export function isMade(summary: Summary, models: ModelNames): boolean {
  return summary.version >= summary.newest && isBy(summary, models);
}

/** At least the tokens that a summary and the vectors of a document take: a token has three characters or more, as a rule. */
export function tokensFor({ title, body }: DocumentText, { answerTokens }: { answerTokens: number }): number {
  const parts = Math.ceil(body.length / 1_000) + 1;
  return (
    answerTokens + Math.ceil((body.length + Math.min(body.length, 12_000) + parts * title.length) / 3) + 200
  );
}
