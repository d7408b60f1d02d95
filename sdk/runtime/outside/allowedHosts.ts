import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { VaultError } from '@nimbusvault/sdk/kernel';

/** The host and port of a URL, and an address that the host has now. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** Says whether a connection may be opened to this address. */
export type Admits = (place: Place) => boolean;

type Address = ReturnType<typeof ipaddr.process>;

const entryPattern = /^(?:\[(?<six>[^\]]+)\]|(?<host>[^:/]+))(?:\/(?<bits>\d+))?(?::(?<port>\d+))?$/;

/** Public addresses are admitted; those of this machine and of private networks only if `entries`, of `Base.outside`, name them. */
export function admitting(entries: readonly string[]): Admits {
  const allowed = entries.map(readEntry);
  return (place) => isPublic(place.address) || allowed.some((allows) => allows(place));
}

function readEntry(entry: string): Admits {
  const { six, host = six ?? '', bits, port } = entryPattern.exec(entry)?.groups ?? {};
  const isAtPort = (place: Place) => port === undefined || place.port === Number(port);
  if (!ipaddr.isValid(host) && bits === undefined)
    return (place) => isAtPort(place) && place.host.toLowerCase() === host.toLowerCase();
  const isWithin = readRange(entry, bits === undefined ? host : `${host}/${bits}`);
  return (place) => isAtPort(place) && isWithin(ipaddr.process(place.address));
}

function readRange(entry: string, text: string): (address: Address) => boolean {
  try {
    const [network, bits] = text.includes('/') ? ipaddr.parseCIDR(text) : wholeOf(text);
    return (address) => address.kind() === network.kind() && address.match([network, bits] as never);
  } catch (cause) {
    throw new VaultError('SETTINGS_INVALID', `Base.outside: "${entry}" is not a range of addresses.`, {
      cause,
    });
  }
}

function wholeOf(text: string): [Address, number] {
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** False for every special range, and for the addresses of this machine that others can reach. */
function isPublic(text: string): boolean {
  const address = embeddedIn(ipaddr.process(text));
  return address.range() === 'unicast' && !isOwn(address);
}

/** The IPv4 address that a NAT64 gateway would connect to. */
function embeddedIn(address: Address): Address {
  return address.range() === 'rfc6052' ? ipaddr.fromByteArray(address.toByteArray().slice(-4)) : address;
}

function isOwn(address: Address): boolean {
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return own.some((each) => ipaddr.process(each.address).toString() === address.toString());
}
