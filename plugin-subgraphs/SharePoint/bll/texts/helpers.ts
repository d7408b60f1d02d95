/** A file whose text is wanted; its kind is the ending of its name. */
interface ReadableFile {
  readonly kind: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** More than a document may have: then the rest of the pages is not read. */
const enoughCharacters = 100_001;

/** The text of a Word or PDF file. Runs in a thread: the libraries are not made for files that want to hurt. */
export async function readText({ kind, bytes }: ReadableFile): Promise<string> {
  if (kind === 'pdf') return readPages(bytes);
  const { default: mammoth } = await import('mammoth');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (await mammoth.extractRawText({ buffer })).value.trim();
}

async function readPages(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { getDocumentProxy } = await import('unpdf');
  const pdf = await getDocumentProxy(bytes, { maxImageSize: 0 });
  let text = '';
  for (let number = 1; number <= pdf.numPages && text.length < enoughCharacters; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const words = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : ''));
    text += `${words.join('')}\n\n`;
  }
  return text.trim();
}
