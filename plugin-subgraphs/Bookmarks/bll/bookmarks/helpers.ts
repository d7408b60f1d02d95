import { z } from 'zod';
import type { SharedBookmark } from '../../entities/SharedBookmark.ts';

export const ShareBookmarkInput = z.object({
  targetUrl: z
    .string()
    .max(2048, 'A link may have at most 2048 characters.')
    .refine(isHttpUrl, 'Bookmark URL must be an http(s) URL.'),
  title: z
    .string()
    .trim()
    .regex(/^.{1,255}$/su, 'A title must have 1 to 255 characters.'),
});

export const SharedBookmarkView = z.object({
  id: z.uuid(),
  title: z.string(),
  targetUrl: z.string(),
  entityId: z.uuid().nullable(),
  sharedBy: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
});

export function viewBookmark(bookmark: SharedBookmark): z.infer<typeof SharedBookmarkView> {
  const { id, title, targetUrl, entityId = null, sharedBy = null, createdAt } = bookmark;
  return { id, title, targetUrl, entityId, sharedBy, createdAt: createdAt.toISOString() };
}

/** The id of the entity that a link points at: in its path, not in a parameter of another page. */
export function entityIn(targetUrl: string): string | null {
  const { pathname } = new URL(targetUrl);
  const [, id = null] =
    /\/entity\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i.exec(pathname) ?? [];
  return id && id.toLowerCase();
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
