import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import {
  isErrorCode,
  refuseOtherOrg,
  VaultError,
  type ErrorCode,
  type GraphRequest,
  type Handling,
  type HostedVault,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import type { Announced } from '../registry/announceInstance.ts';
import { signService, type ServiceKey } from '../http/serviceToken.ts';

const deadlineMs = 30_000;
const knownWithinMs = 5_000;
const tries = 4;
const betweenTriesMs = 300;
const reuseTokenMs = 30_000;
const mostTokens = 1_000;

const answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.looseObject({ code: z.string() }).optional() }))
    .optional(),
});

type Answer = z.infer<typeof answer>;

/** The graph client of a plugin's process, once the registry knows it. */
export interface GraphClient {
  readonly queryGraph: NonNullable<HostedVault['queryGraph']>;
  /** Sends requests as this process from now on. */
  connect(announced: Announced): void;
}

/** Sends a declared operation to any gateway, with the plugin's own token; a gateway that does not answer is skipped. */
export function openGraphClient({ name: plugin, graph }: Plugin, key: ServiceKey): GraphClient {
  const connected = Promise.withResolvers<Announced>();
  const counts: Counts = new WeakMap();
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();
  const tokenFor = async (org: string, user: string | undefined, { id: instance }: Announced) => {
    const name = `${org} ${user ?? ''}`;
    const kept = tokens.get(name);
    if (kept && kept.until > Date.now()) return kept.token;
    const token = await signService({ plugin, instance, org, user }, key);
    if (tokens.size >= mostTokens) tokens.clear();
    tokens.set(name, { token, until: Date.now() + reuseTokenMs });
    return token;
  };
  return {
    connect: connected.resolve,
    async queryGraph(asked, vault) {
      const handling = handlingOf(asked, vault);
      if (!graph?.operations.some(({ document }) => document === asked.document))
        throw new VaultError(
          'PLUGIN_INVALID',
          `${asked.operationName} is not declared. Add it to graph.operations of definePlugin.`,
        );
      const signal = AbortSignal.any([
        AbortSignal.timeout(deadlineMs),
        ...(vault.signal ? [vault.signal] : []),
      ]);
      const idempotencyKey = idempotencyKeyOf(plugin, asked, { handling, counts });
      const announced = await whenKnown(connected.promise, signal);
      const headers = {
        authorization: await tokenFor(vault.org, asked.as, announced),
        'content-type': 'application/json',
        accept: 'application/json',
        'apollographql-client-name': plugin,
        'idempotency-key': idempotencyKey,
      };
      return dataOf(asked, await post({ asked, headers, signal }, announced));
    },
  };
}

function handlingOf({ operationName }: GraphRequest, vault: HostedVault): Handling {
  refuseOtherOrg(`${operationName} was asked`, vault);
  if (vault.handling) return vault.handling;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${operationName} was called outside of a hook handler or task. In a request or a step, call your own bll, or enqueue a task.`,
  );
}

async function whenKnown(connected: Promise<Announced>, signal: AbortSignal): Promise<Announced> {
  const known = connected.then(async (announced) => {
    await announced.known;
    return announced;
  });
  const enough = AbortSignal.any([signal, AbortSignal.timeout(knownWithinMs)]);
  const late = Promise.withResolvers<never>();
  const refuse = () => late.reject(unreachable('The registry does not know this process yet.'));
  enough.addEventListener('abort', refuse, { once: true });
  return Promise.race([known, late.promise]).finally(() => enough.removeEventListener('abort', refuse));
}

interface Sending {
  readonly asked: GraphRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A gateway that does not know this process yet answers UNAUTHENTICATED: it is retried, as are other gateways. */
async function post(sending: Sending, announced: Announced): Promise<Answer> {
  let failure: unknown;
  for (let attempt = 0; attempt < tries && !sending.signal.aborted; attempt += 1) {
    if (attempt > 0) await pause(betweenTriesMs);
    const urls = await announced.gatewayUrls();
    const url = urls[attempt % urls.length];
    try {
      const answered = url && (await send(url, sending));
      if (answered) return answered;
    } catch (error) {
      failure = error;
    }
  }
  throw unreachable('No gateway has answered.', failure);
}

/** The assertion of the gateway; undefined if it does not know the caller. */
async function send(url: string, { asked, headers, signal }: Sending): Promise<Answer | undefined> {
  const { document: query, operationName, variables } = asked;
  const body = JSON.stringify({ query, operationName, variables });
  const response = await fetch(url, { method: 'POST', redirect: 'error', headers, body, signal });
  const said = answer.parse(await response.json());
  const isKnown = response.status !== 401 || said.errors?.[0]?.extensions?.code === 'ACCESS_REVOKED';
  return isKnown ? said : undefined;
}

/**
 * The equal calls of a try since its newest checkpoint. A retry goes on from there: it counts anew from one, and gives each call the
 * key that it had.
 */
interface Count {
  readonly checkpoints: number;
  readonly calls: Map<string, number>;
}

type Counts = WeakMap<Handling, Count>;

/** The same for the same message, handler and operation, and the same key or the same number among equal calls; for `once`, in any message. */
function idempotencyKeyOf(
  plugin: string,
  { document, variables, key, once }: GraphRequest,
  site: KeySite,
): string {
  if (once !== undefined) return digest([plugin, document, { once }]);
  const { messageId, handler, checkpoints = 0 } = site.handling;
  const call = [plugin, messageId, handler, document];
  if (key !== undefined) return digest([...call, { key }]);
  const number = numberOf(digest([document, variables]), site);
  return digest([...call, variables, number, ...(checkpoints > 0 ? [checkpoints] : [])]);
}

interface KeySite {
  readonly handling: Handling;
  readonly counts: Counts;
}

function numberOf(call: string, { handling, counts }: KeySite): number {
  const { checkpoints = 0 } = handling;
  const known = counts.get(handling);
  const count =
    known?.checkpoints === checkpoints ? known : { checkpoints, calls: new Map<string, number>() };
  counts.set(handling, count);
  const number = (count.calls.get(call) ?? 0) + 1;
  count.calls.set(call, number);
  return number;
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function dataOf({ operationName }: GraphRequest, body: Answer): unknown {
  const { data, errors: [error] = [] } = body;
  if (!error) return data;
  throw new VaultError(
    codeOf(error.extensions?.code),
    `The graph has refused ${operationName}: ${error.message}`,
  );
}

function codeOf(code: string | undefined): ErrorCode {
  return isErrorCode(code) ? code : 'STEP_FAILED';
}

function unreachable(why: string, cause?: unknown): VaultError {
  return new VaultError('STEP_FAILED', `The graph cannot be queried now: ${why} It will be retried.`, {
    cause,
  });
}
