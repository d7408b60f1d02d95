import { randomUUID } from 'node:crypto';
import { z } from 'zod';

interface Kept {
  title: string;
  body: string;
  isArchived: boolean;
}

interface Asked {
  readonly operationName: string;
  readonly variables: unknown;
  readonly once?: string | undefined;
}

const Variables = z.object({
  id: z.string().default(''),
  title: z.string().default(''),
  body: z.string().nullish(),
});

/** Core's documents by their ids, as the plugin's operations change them; `dies` ends the caller before or behind one of its changes. */
export function makeCore() {
  const documents = new Map<string, Kept>();
  const made = new Map<string | undefined, string>();
  const dies: { before?: number; behind?: number } = {};
  let changes = 0;
  const create = (once: string | undefined, document: Kept) => {
    const id = made.get(once) ?? randomUUID();
    made.set(once, id);
    if (!documents.has(id)) documents.set(id, document);
    return { id };
  };
  const change = ({ operationName, variables, once }: Asked) => {
    const { id, title, body } = Variables.parse(variables);
    if (operationName === 'ImportFile') return create(once, { title, body: body ?? '', isArchived: false });
    const document = documents.get(id);
    if (!document) return { message: 'This document does not exist.' };
    if (document.isArchived !== (operationName === 'FileIsBack'))
      return { message: 'It is archived, or is not.' };
    if (operationName === 'FollowFile') Object.assign(document, { title, body: body ?? document.body });
    else document.isArchived = operationName === 'FileIsGone';
    return { id };
  };
  return {
    documents,
    dies,
    titles: () => [...documents.values()].map(({ title }) => title).toSorted(),
    async answer(asked: Asked) {
      changes += 1;
      if (dies.before === changes) throw new Error('killed before the change');
      const answer = change(asked);
      if (dies.behind === changes) throw new Error('killed behind the change');
      return { answer };
    },
  };
}
