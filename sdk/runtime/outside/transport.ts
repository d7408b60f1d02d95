import { lookup as lookUpHost, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector, Pool, type Dispatcher } from 'undici';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Admits, Place } from './allowedHosts.ts';

const connectMs = 5_000;
const connectionsToOneOrigin = 50;

type Answer = (error: Error | null, addresses: LookupAddress[]) => void;
type AnswerOne = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Finds the addresses of a host. */
export type LookUp = (host: string, options: LookupOptions & { all: true }, answer: Answer) => void;

/** Connections to outside systems. An address is judged when a connection to it is opened, whatever the host's name resolved to before. */
export function openTransport(admits: Admits, lookUp: LookUp = lookUpHost): Dispatcher {
  return new Agent({
    connections: connectionsToOneOrigin,
    factory: (origin, options) =>
      new Pool(origin, {
        ...(options as Pool.Options),
        connect: connectorTo(new URL(origin), admits, lookUp),
      }),
  });
}

function connectorTo({ hostname, port, protocol }: URL, admits: Admits, lookUp: LookUp) {
  const host = hostname.replace(/^\[|\]$/g, '');
  const site = { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
  const judge = (address: string) => admits({ ...site, address });
  const connect = buildConnector({ timeout: connectMs, lookup: judgedLookup(judge, lookUp) });
  const guarded: buildConnector.connector = (options, callback) => {
    if (isIP(host) && !judge(host)) callback(refused({ ...site, address: host }), null);
    else connect(options, callback);
  };
  return guarded;
}

/** Passes on only the addresses that may be connected to. */
function judgedLookup(judge: (address: string) => boolean, lookUp: LookUp) {
  return (host: string, options: LookupOptions, answer: AnswerOne): void =>
    lookUp(host, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, []);
      const admitted = addresses.filter(({ address }) => judge(address));
      const [first] = admitted;
      if (!first) return answer(refused({ host, port: 0, address: addresses[0]?.address ?? '' }), []);
      return options.all ? answer(null, admitted) : answer(null, first.address, first.family);
    });
}

/** The address is in the cause, for the log: a caller learns nothing about a private network. */
function refused({ host, address }: Place): VaultError {
  const cause = { address };
  return new VaultError(
    'OUTSIDE_REFUSED',
    `${host} is at an address of this machine or of a private network. An operator can allow it in Base.outside of vault-settings.json.`,
    { cause },
  );
}
