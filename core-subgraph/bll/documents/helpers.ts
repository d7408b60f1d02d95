import { z } from 'zod';
import type { Document } from '../../entities/Document.ts';
import { Id, line } from '../common/helpers.ts';

const Title = line('title');
const Body = z
  .string()
  .max(100_000, 'A body may have at most 100000 characters.')
  .refine((text) => !text.includes('\0'), 'A body may not have NUL characters.');

export const CreateDocumentInput = z.object({
  title: Title,
  body: Body.nullish(),
  folderId: Id.nullish(),
});

export const UpdateDocumentInput = z
  .object({ id: Id, title: Title.nullish(), body: Body.nullish(), expectedVersion: z.int().nullish() })
  .refine((input) => (input.title ?? input.body) != null, 'A new title or a new body is required.');

export const TransferDocumentInput = z.object({ id: Id, toUserId: Id });

export const DocumentView = z.object({
  id: z.uuid(),
  folderId: z.uuid().nullable(),
  title: z.string(),
  body: z.string(),
  createdBy: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().nullable(),
  archivedWith: z.uuid().nullable(),
  version: z.int(),
});

export type DocumentView = z.infer<typeof DocumentView>;

export function viewDocument(document: Document): DocumentView {
  const { id, title, body, version } = document;
  const { folderId = null, createdBy = null, ownerId = null, archivedWith = null } = document;
  const createdAt = document.createdAt.toISOString();
  const updatedAt = document.updatedAt.toISOString();
  const archivedAt = document.archivedAt?.toISOString() ?? null;
  const people = { createdBy, ownerId };
  return { id, title, body, version, folderId, ...people, archivedWith, createdAt, updatedAt, archivedAt };
}

/** The payload of the hooks of a document. */
export function eventOf({ id, version }: Pick<Document, 'id' | 'version'>) {
  return { entityType: 'Document', entityId: id, version };
}

/** The columns of a view that an undo restores. */
export function columnsOf(view: DocumentView) {
  const { title, body, folderId, createdBy, ownerId, archivedWith } = view;
  const createdAt = new Date(view.createdAt);
  const updatedAt = new Date(view.updatedAt);
  const archivedAt = view.archivedAt === null ? null : new Date(view.archivedAt);
  return { title, body, folderId, createdBy, ownerId, archivedWith, createdAt, updatedAt, archivedAt };
}
