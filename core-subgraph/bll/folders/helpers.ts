import { z } from 'zod';
import type { Folder } from '../../entities/Folder.ts';
import { line } from '../common/helpers.ts';

export const CreateFolderInput = z.object({ name: line('name') });

export const FolderView = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().nullable(),
});

export function viewFolder(folder: Folder): z.infer<typeof FolderView> {
  const { id, name, createdAt, archivedAt } = folder;
  return {
    id,
    name,
    createdAt: createdAt.toISOString(),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
}
