import { startVendor, type Vendor } from '@nimbusvault/testing';

const token = 'token-of-paperhub';
export const account = { clientId: 'acme', clientSecret: 'paperhub-secret' };

interface Sample {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly party: string;
  readonly endsAt: string;
  readonly changedAt: string;
  readonly vector: readonly number[];
}

/** A contract of Paperhub, the one with this number. */
export function sample(number: number): Sample {
  const changedAt = new Date(Date.UTC(2026, 0, 1) + number * 1_000);
  const endsAt = new Date(Date.UTC(2027, 0, 1) + number * 1_000).toISOString();
  const title = number % 2 === 0 ? `Lease ${number}` : `Licence ${number}`;
  const text = `The parties agree on clause ${number}.`;
  return {
    id: `p-${number}`,
    title,
    text,
    party: 'Globex',
    endsAt,
    changedAt: changedAt.toISOString(),
    vector: vectorOf(title),
  };
}

/** Stands in for a model: titles with the same first word are alike. */
function vectorOf(text: string): readonly number[] {
  return [text.startsWith('Lease') ? 1 : 0, text.startsWith('Licence') ? 1 : 0, 0.1, 0, 0, 0, 0, 0];
}

/** Paperhub on this machine: `items` may change, and `busy` says how often which page is answered with 429; while it `hangs`, renewals get no answer. */
export interface Paperhub extends Vendor {
  items: readonly Sample[];
  busy: { readonly cursor: string; times: number };
  hangs: boolean;
  readonly renewals: ReadonlySet<string>;
}

export async function startPaperhub(count: number): Promise<Paperhub> {
  const state = {
    items: Array.from({ length: count }, (_, at) => sample(at)),
    busy: { cursor: '', times: 0 },
    hangs: false,
    renewals: new Set<string>(),
  };
  const model = 'first-word';
  const vendor = await startVendor({
    'POST /token': () => ({ access_token: token, token_type: 'bearer', expires_in: 3_600 }),
    'GET /libraries/:library/contracts': ({ query, headers }) => {
      if (headers.get('authorization') !== `Bearer ${token}`) return new Response(null, { status: 401 });
      if (state.busy.cursor === query.get('cursor') && state.busy.times > 0) {
        state.busy.times -= 1;
        return new Response(null, { status: 429, headers: { 'retry-after': '1' } });
      }
      const changed = state.items.filter(({ changedAt }) => changedAt > (query.get('changedAfter') ?? ''));
      const from = Number(query.get('cursor'));
      const next = from + 100 < changed.length ? String(from + 100) : null;
      return { items: changed.slice(from, from + 100), next, total: changed.length, model };
    },
    'POST /libraries/:library/embeddings': ({ body }) => ({ vector: vectorOf(JSON.parse(body).text), model }),
    'POST /libraries/:library/contracts/:id/renewals': ({ body }) => {
      if (state.hangs) return new Promise(() => {});
      state.renewals.add(JSON.parse(body).reference);
      return { number: `R-${state.renewals.size}` };
    },
    'DELETE /libraries/:library/contracts/:id/renewals/:reference': ({ params }) =>
      state.renewals.delete(params['reference'] ?? ''),
  });
  return Object.assign(state, vendor);
}
