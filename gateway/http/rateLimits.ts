import { VaultError, type BaseSettings, type Tenant } from '@nimbusvault/sdk/kernel';
import { createRecent } from '../memory/recent.ts';

type Rate = BaseSettings['limits']['rate']['org'];

const room = { values: 20_000, characters: 2_000_000 };

/** Counts a request of a tenant. Throws RATE_LIMITED, with `retryAfter` in seconds, if there are too many. */
type CountRequest = (tenant: Tenant) => void;

/**
 * Bounds the request rate of a user, of a plugin, whomever it acts for, and of all users of an organization. Each gateway counts for itself, up to its share of
 * the limit; `gateways` is their number. A refused request is not counted.
 */
export function createRateLimits(
  limits: BaseSettings['limits']['rate'],
  gateways: () => number,
  now: () => number = () => performance.now(),
): CountRequest {
  const [ofOrg, ofUser] = [createBuckets(limits.org), createBuckets(limits.user)];
  return ({ org, userId, service }) => {
    const at = { now: now(), shares: Math.max(1, gateways()) };
    const who = service ?? userId ?? undefined;
    const user = who === undefined ? undefined : ofUser(`${org}/${who}`, at);
    if (user && user.waitMs > 0) throw tooMany('You send', user.waitMs);
    const all = ofOrg(org, at);
    if (all.waitMs > 0) throw tooMany('Your organization sends', all.waitMs);
    user?.take();
    all.take();
  };
}

interface Moment {
  /** Milliseconds of a monotonic clock. */
  readonly now: number;
  readonly shares: number;
}

/** Leaky buckets by key, each stored as the moment at which it will be empty: the generic cell rate algorithm. */
function createBuckets({ perSecond, burst }: Rate) {
  const emptyAt = createRecent<number>(room);
  return (key: string, { now, shares }: Moment) => {
    const intervalMs = (1_000 * shares) / perSecond;
    const toleratedMs = (Math.max(1, burst / shares) - 1) * intervalMs;
    const empty = Math.max(now, emptyAt.get(key) ?? 0);
    return {
      waitMs: empty - now - toleratedMs,
      take: () => emptyAt.set(key, empty + intervalMs),
    };
  };
}

function tooMany(who: string, waitMs: number): VaultError {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1_000));
  return new VaultError('RATE_LIMITED', `${who} too many requests. Try again in ${retryAfter} s.`, {
    extensions: { retryAfter },
  });
}
