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
  sharedBy: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
});

export function viewBookmark(bookmark: SharedBookmark): z.infer<typeof SharedBookmarkView> {
  const { id, title, targetUrl, sharedBy = null, createdAt } = bookmark;
  return { id, title, targetUrl, sharedBy, createdAt: createdAt.toISOString() };
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
