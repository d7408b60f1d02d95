import { networkInterfaces } from 'node:os';

const everywhere = ['0.0.0.0', '[::]'];

/** Where others reach what listens at `origin`: a process that listens everywhere is reached at this machine's first address. */
export function publicUrlOf(origin: string): string {
  const url = new URL('/graphql', origin);
  if (!everywhere.includes(url.hostname)) return url.href;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal);
  url.hostname = own?.address ?? '127.0.0.1';
  return url.href;
}
