import type { Answer, Client } from '@nimbusvault/testing';
import { plugins, type Stage } from './stage.ts';

/** The plugins by their fields in the requests of the load. */
const owners: Readonly<Record<string, string>> = {
  summary: 'LLM',
  askDocuments: 'LLM',
  activity: 'Nimbus',
  powerBIEmbed: 'PowerBI',
  source: 'SharePoint',
  sharePointSites: 'SharePoint',
  configureSharePoint: 'SharePoint',
  connectSharePointSite: 'SharePoint',
  importSharePointSite: 'SharePoint',
  configureTeams: 'Teams',
  shareBookmark: 'Bookmarks',
  sharedBookmarks: 'Bookmarks',
};

/** The gateway lists some errors of an answer, and counts those that are left. */
const omitted = /^Errors omitted from this answer/;

interface Entry {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  readonly answer: Answer;
}

/** Asks, and notes what was answered with errors, and by which outcomes. */
export interface Ledger {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly asked: () => number;
  /** `name` is the field. */
  ask(client: Client, query: string, variables?: object): Promise<Answer>;
  /** The errors in answers that no absent plugin explains. */
  violations(): readonly string[];
}

export function openLedger(stage: Stage): Ledger {
  const entries: Entry[] = [];
  const outcomes: Record<string, number> = {};
  let asked = 0;
  return {
    outcomes,
    asked: () => asked,
    async ask(client, query, variables) {
      const from = Date.now();
      const answer = await client.query(query, variables).catch(unanswered);
      asked += 1;
      for (const name of namesIn(answer)) outcomes[name] = (outcomes[name] ?? 0) + 1;
      if (answer.errors) entries.push({ name: query.slice(0, 60), from, until: Date.now(), answer });
      return answer;
    },
    violations: () => entries.flatMap((entry) => unexplained(entry, stage)),
  };
}

function unanswered({ message }: Error): Answer {
  return { status: 0, data: null, errors: [{ message, extensions: { code: 'UNANSWERED' } }] };
}

function namesIn({ data, errors = [] }: Answer): readonly string[] {
  const fields = Object.entries((data ?? {}) as Record<string, { __typename?: string } | null>);
  const named = fields.flatMap(([field, value]) =>
    value?.__typename ? `${field}: ${value.__typename}` : [],
  );
  return [
    ...named,
    ...errors.map(({ path, extensions }) => `${ownerOf(path) ?? 'vault'}: ${extensions.code}`),
  ];
}

function unexplained({ name, from, until, answer }: Entry, stage: Stage): readonly string[] {
  return (answer.errors ?? []).flatMap(({ message, path, extensions: { code } }) => {
    const owner = ownerOf(path);
    const explaining = omitted.test(message) ? plugins : [owner ?? ''];
    if (explaining.some((plugin) => stage.wasAway(plugin, from, until))) return [];
    const when = `${new Date(from).toISOString()}, after ${until - from} ms`;
    return [
      `an error of ${owner ?? 'the vault'}: ${code} ${message} (${path?.join('.') ?? 'no path'}; ${when}; ${name})`,
    ];
  });
}

function ownerOf(path: readonly (string | number)[] = []): string | undefined {
  return path.flatMap((part) => owners[part] ?? []).at(-1);
}
