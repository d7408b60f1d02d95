import { VaultError, type Tenant } from '@nimbusvault/sdk/kernel';

const retryAfter = 1;

/** The user of an organization, or the plugin, for whom work is done. */
export interface Asker {
  readonly org: string;
  readonly user: string;
}

export function askerOf({ org, userId, service }: Tenant): Asker {
  return { org, user: service ?? userId ?? '' };
}

/** Work of all callers, one after the other: organizations take turns, and in each of them its users. */
export interface Turns {
  /** Does the work in the asker's turn; the same key that the asker waits for already is not done twice. Rejects with OVERLOADED if too much waits. */
  take<Value>(asker: Asker, key: string, work: () => Promise<Value>): Promise<Value>;
}

/** Work that waits, and its result. */
interface Place {
  readonly run: () => Promise<void>;
  readonly result: Promise<unknown>;
}

type PlacesOfUsers = Map<string, Map<string, Place>>;

/** The places of an organization, `mostWaiting`, are shared by the users who wait: each has at least one. */
export function createTurns(mostWaiting: number): Turns {
  const waiting = new Map<string, PlacesOfUsers>();
  let isBusy = false;
  const goOn = () => {
    const next = takeNext(waiting);
    isBusy = next !== undefined;
    void next?.run().then(goOn);
  };
  return {
    async take<Value>({ org, user }: Asker, key: string, work: () => Promise<Value>) {
      const users: PlacesOfUsers = waiting.get(org) ?? new Map<string, Map<string, Place>>();
      const places = users.get(user) ?? new Map<string, Place>();
      const same = places.get(key);
      if (same) return same.result as Promise<Value>;
      const sharing = users.has(user) ? users.size : users.size + 1;
      if (places.size >= Math.max(1, mostWaiting / sharing)) throw overloaded();
      const place = placeOf(work);
      waiting.set(org, users.set(user, places.set(key, place)));
      if (!isBusy) goOn();
      return place.result as Promise<Value>;
    },
  };
}

function placeOf(work: () => Promise<unknown>): Place {
  const { promise: result, resolve, reject } = Promise.withResolvers<unknown>();
  const run = async () => {
    const doing = work();
    resolve(doing);
    await doing.catch(reject);
  };
  return { run, result };
}

/** The first work of the user whose turn it is, in the organization whose turn it is; both go to the end of their line. */
function takeNext(waiting: Map<string, PlacesOfUsers>): Place | undefined {
  const first = takeFirst(waiting);
  if (!first) return undefined;
  const [org, ofOrg] = first;
  const [user, ofUser] = takeFirst(ofOrg) ?? ['', new Map<string, Place>()];
  const [, place] = takeFirst(ofUser) ?? [];
  if (ofUser.size > 0) ofOrg.set(user, ofUser);
  if (ofOrg.size > 0) waiting.set(org, ofOrg);
  return place;
}

function takeFirst<Value>(line: Map<string, Value>): [string, Value] | undefined {
  const [first] = line;
  if (first) line.delete(first[0]);
  return first;
}

function overloaded(): VaultError {
  const message = `Too many requests of yours wait to be checked. Try again in ${retryAfter} s.`;
  return new VaultError('OVERLOADED', message, { extensions: { retryAfter } });
}
