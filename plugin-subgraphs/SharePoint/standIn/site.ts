import { pdfFile, wordFile } from './documents.ts';

/** A file or a folder of the site's library, as of its latest change. */
export interface StandInItem {
  readonly id: string;
  name: string;
  folder: string;
  bytes: Uint8Array<ArrayBuffer> | null;
  content: number;
  change: number;
  isDeleted: boolean;
}

/** The site https://contoso.sharepoint.com/sites/Rockets, and what a test makes of it. */
export interface StandInSite {
  readonly items: Map<string, StandInItem>;
  readonly pageSize: number;
  /** The number of requests to Graph that are answered with 429 or 503 from now on, and the wait that they ask for. */
  busy: { times: number; status: number; seconds: number };
  /** Answers from now on: none that makes sense, at paths that fit. */
  garbage: RegExp | null;
  /** The origin of the links that a list gives, in place of the server's own. */
  linksTo: string | null;
  /** True: the tokens of before are not known any more. */
  hasForgotten: boolean;
  /** Writes a file at a path such as `Plans/Launch.md`, and returns its id. */
  write(path: string, content: string | Uint8Array<ArrayBuffer>): string;
  /** Returns the id of the file with this name. */
  find(name: string): string;
  rename(id: string, name: string): void;
  remove(id: string): void;
  restore(id: string): void;
}

export function makeSite(pageSize = 3): StandInSite {
  const items = new Map<string, StandInItem>();
  let changes = 0;
  const change = (id: string, made: Partial<StandInItem>) => {
    const item = items.get(id);
    changes += 1;
    if (item) Object.assign(item, made, { change: changes });
  };
  return {
    items,
    pageSize,
    busy: { times: 0, status: 429, seconds: 1 },
    garbage: null,
    linksTo: null,
    hasForgotten: false,
    write(path, content) {
      const id = idOf(path);
      const [name = '', ...folders] = path.split('/').toReversed();
      const bytes = typeof content === 'string' ? new Uint8Array(Buffer.from(content)) : content;
      const known = items.get(id) ?? { id, name, folder: folders.toReversed().join('/'), content: 0 };
      items.set(id, { ...known, bytes, change: 0, content: known.content + 1, isDeleted: false });
      change(id, {});
      return id;
    },
    find: (name) => [...items.values()].find((item) => item.name === name)?.id ?? '',
    rename: (id, name) => change(id, { name }),
    remove: (id) => change(id, { isDeleted: true }),
    restore: (id) => change(id, { isDeleted: false }),
  };
}

function idOf(path: string): string {
  return `01${Buffer.from(path).toString('hex').toUpperCase()}`;
}

/** The site of a first visit. */
export function makeSampleSite(): StandInSite {
  const site = makeSite();
  site.write(
    'Plans/Launch 9.md',
    '# Launch 9\n\nThe countdown begins at dawn. The valves are checked twice.',
  );
  site.write('Plans/Budget.txt', 'Fuel 40, valves 12, coffee 3.');
  site.write(
    'Reports/Valve test.docx',
    wordFile(['Valve test', 'All valves closed within 30 ms.', 'None leaked.']),
  );
  site.write('Reports/Range.pdf', pdfFile(['Range of the rocket: 400 km.', 'Reserve: 12 percent.']));
  site.write('Reports/Photo.jpg', new Uint8Array([0xff, 0xd8, 0xff]));
  return site;
}
