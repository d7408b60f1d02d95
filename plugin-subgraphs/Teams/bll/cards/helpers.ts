import { z } from 'zod';

const EntityNews = z.object({
  event: z.enum(['created', 'archived', 'deleted']),
  entityType: z.string(),
  entityId: z.uuid(),
});
const StuckNews = z.object({
  event: z.literal('stuck'),
  run: z.uuid(),
  plugin: z.string(),
  workflow: z.string(),
  step: z.string().nullable(),
  code: z.string().nullable(),
});
const DeadNews = z.object({
  event: z.literal('dead'),
  letter: z.uuid(),
  plugin: z.string(),
  handler: z.string(),
  code: z.string(),
});

/** An event that becomes a card. */
export const News = z.discriminatedUnion('event', [EntityNews, StuckNews, DeadNews]);
type News = z.infer<typeof News>;

/** The payload of the task that sends a card. */
export const CardNews = z.object({ news: News, at: z.iso.datetime(), by: z.uuid().nullable() });

/** The parts of a card that the event does not have. */
interface Surroundings {
  readonly at: string;
  readonly frontend: string;
  /** The name of an id; undefined for what has none, or no longer exists. */
  readonly nameOf: (id: string | null) => string | undefined;
  readonly by: string | null;
}

type Fact = readonly [title: string, value: string | null | undefined];

/** The ids whose names a card shows. */
export function idsIn(news: News, by: string | null): readonly string[] {
  const entity = 'entityId' in news && news.event !== 'deleted' ? [news.entityId] : [];
  return [...new Set([...entity, ...(by === null ? [] : [by])])];
}

/** An Adaptive Card that says what happened, and links back. */
export function cardOf(news: News, { at, frontend, nameOf, by }: Surroundings): object {
  const { title, facts, path, isBad } = describe(news, nameOf);
  const all: readonly Fact[] = [...facts, ['By', nameOf(by)], ['At', at]];
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      {
        type: 'TextBlock',
        text: plain(title),
        weight: 'Bolder',
        size: 'Medium',
        wrap: true,
        color: isBad ? 'Attention' : 'Default',
      },
      {
        type: 'FactSet',
        facts: all.flatMap(([name, value]) => (value ? [{ title: name, value: plain(value) }] : [])),
      },
    ],
    actions: [{ type: 'Action.OpenUrl', title: 'Open', url: `${frontend.replace(/\/+$/, '')}/${path}` }],
  };
}

function describe(news: News, nameOf: Surroundings['nameOf']) {
  if (news.event === 'stuck') return describeStuck(news);
  if (news.event === 'dead') return describeDead(news);
  const { event, entityType, entityId } = news;
  const name = nameOf(entityId);
  const facts: readonly Fact[] = [['Id', name === undefined ? entityId : undefined]];
  const title = `${entityType} ${event}${name === undefined ? '' : `: ${name}`}`;
  return { title, facts, path: `entity/${entityId}`, isBad: false };
}

function describeStuck({ run, plugin, workflow, step, code }: z.infer<typeof StuckNews>) {
  const facts: readonly Fact[] = [
    ['Run', run],
    ['Step', step],
    ['Code', code],
  ];
  return { title: `A run of ${workflow} in ${plugin} is stuck`, facts, path: `run/${run}`, isBad: true };
}

function describeDead({ letter, plugin, handler, code }: z.infer<typeof DeadNews>) {
  const facts: readonly Fact[] = [
    ['Letter', letter],
    ['Code', code],
  ];
  return { title: `${plugin} has given up ${handler}`, facts, path: `letter/${letter}`, isBad: true };
}

/** Teams reads Markdown in texts; a title must not make links. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]()<>#~|]/g, '\\$&');
}
