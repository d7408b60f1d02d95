import { z } from 'zod';
import type { SharePointFile } from '../../entities/SharePointFile.ts';

const mostCharacters = 100_000;

export const DocumentSourceView = z.object({
  siteId: z.uuid(),
  path: z.string(),
  webUrl: z.string(),
  isCut: z.boolean(),
  isGone: z.boolean(),
});

export function viewSource({
  siteId,
  path,
  webUrl,
  isCut,
  isGone,
}: SharePointFile): z.infer<typeof DocumentSourceView> {
  return { siteId, path, webUrl, isCut, isGone };
}

/** The kind of a file whose text can be read, by the ending of its name. */
export function kindOf(name = ''): string | undefined {
  return /\.(docx|pdf|md|txt)$/i.exec(name)?.[1]?.toLowerCase();
}

/** The path of an item in its drive; Graph writes that of the folder as in a URL. */
export function pathOf(folder: string, name: string): string {
  const [, inDrive = ''] = /root:(.*)$/.exec(folder) ?? [];
  return `${decodePath(inDrive)}/${name}`;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A document's title is the file's name. */
export function titleOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .slice(0, 255)
    .toWellFormed();
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** The text as a document can have it: not longer, and without what PostgreSQL does not store. */
export function bodyOf(text: string) {
  const storable = text.replaceAll('\0', '');
  return { body: storable.slice(0, mostCharacters).toWellFormed(), isCut: storable.length > mostCharacters };
}
