import { networkInterfaces } from 'node:os';

const everywhere = ['0.0.0.0', '[::]'];

/** The URL at which others reach a process that listens at `origin`: one that listens everywhere is reached at this machine's first address. */
export function publicUrlOf(origin: string): string {
  const url = new URL('/graphql', origin);
  if (!everywhere.includes(url.hostname)) return url.href;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  url.hostname = own?.address ?? '127.0.0.1';
  return url.href;
}
