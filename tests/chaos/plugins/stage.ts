import { startStack, type Stack } from '@nimbusvault/vault';
import { eventually, type Random } from '@nimbusvault/testing';
import { runNimbus, type Ran } from '../../support/runNimbus.ts';
import { writeSettings } from './settings.ts';
import { startProxy, type Proxy } from './startProxy.ts';

export const plugins = ['Bookmarks', 'LLM', 'Nimbus', 'PowerBI', 'SharePoint', 'Teams'] as const;
export const vendors = ['LLM', 'PowerBI', 'SharePoint', 'Teams'] as const;
type Vendor = (typeof vendors)[number];

const backWithinMs = 60_000;
/** A gateway and the calls under way learn of a new process a moment later. */
const graceMs = 5_000;

/** A time for which a process was away. */
interface Absence {
  readonly name: string;
  readonly from: number;
  until: number;
}

/** A whole vault with all six plugins, whose vendors are behind proxies. */
export interface Stage extends AsyncDisposable {
  readonly stack: Stack;
  readonly proxies: Readonly<Record<Vendor, Proxy>>;
  readonly absences: readonly Absence[];
  /** kill -9 of a process; resolves when another one is ready. */
  kill(name: string): Promise<void>;
  /** True if a process was away at some moment between two times. */
  wasAway(name: string, from: number, until: number): boolean;
  /** True if a process was killed between two times. */
  wasKilled(name: string, from: number, until: number): boolean;
  nimbus(...args: readonly string[]): Promise<Ran>;
}

/** Starts the vault. Each section has a `"stand-in"` left, so that the supervisor starts the stand-ins behind the proxies. */
export async function openStage(random: Random, tell: (line: string) => void): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const origins = new Map<Vendor, string>();
  const proxyFor = async (vendor: Vendor) => opening.use(await startProxy(() => origins.get(vendor), random));
  const [LLM, PowerBI, SharePoint, Teams] = [
    await proxyFor('LLM'),
    await proxyFor('PowerBI'),
    await proxyFor('SharePoint'),
    await proxyFor('Teams'),
  ];
  const proxies = { LLM, PowerBI, SharePoint, Teams };
  const settingsFile = settingsBehind(proxies);
  const stack = await startStack({ settingsFile, supergraphFile: 'supergraph.yaml', onProgress: tell });
  opening.defer(() => stack.stop());
  const find = (name: string) => stack.processes().find((process) => process.name === name);
  for (const vendor of vendors) origins.set(vendor, find(`${vendor} stand-in`)?.url ?? '');
  const absences: Absence[] = [];
  const opened = opening.move();
  return {
    stack,
    proxies,
    absences,
    async kill(name) {
      const { pid = 0 } = find(name) ?? {};
      const absence = { name, from: Date.now(), until: Infinity };
      absences.push(absence);
      process.kill(pid, 'SIGKILL');
      const isBack = async () => find(name)?.status === 'ready' && find(name)?.pid !== pid;
      await eventually(isBack, backWithinMs);
      absence.until = Date.now() + graceMs;
    },
    wasAway: (name, from, until) =>
      absences.some((absence) => absence.name === name && absence.from <= until && from <= absence.until),
    wasKilled: (name, from, until) =>
      absences.some((absence) => absence.name === name && from <= absence.from && absence.from <= until),
    nimbus: (...args) => runNimbus(args, { cwd: process.cwd(), env: { NIMBUS_STATE: stack.stateDir } }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function settingsBehind({ LLM, PowerBI, SharePoint, Teams }: Stage['proxies']): string {
  const models = { chatModel: 'chat-1', embeddingModel: 'vectors-1', tokensPerDay: 2_000_000_000 };
  return writeSettings(({ Base, ...sections }) => ({
    Base: {
      ...Base,
      active_plugins: plugins,
      outside: {
        LLM: [LLM.host],
        PowerBI: [PowerBI.host],
        SharePoint: [SharePoint.host],
        Teams: [Teams.host],
      },
    },
    LLM: { url: LLM.url, apiKey: 'stand-in', ...models },
    PowerBI: { ...sections['PowerBI'], loginUrl: PowerBI.url, apiUrl: PowerBI.url },
    SharePoint: { ...sections['SharePoint'], graphUrl: SharePoint.url },
  }));
}
