/** The oldest nats-server with every feature that the platform uses: keys of a bucket have a time to live. */
export const oldestNats = '2.11.0';

/** Returns the version in the output of `nats-server --version`, such as "nats-server: v2.15.1", or undefined. */
export function parseVersion(text: string): string | undefined {
  return /\bv(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/** True if `version` is not older than `oldest`; both are `major.minor.patch`. */
export function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}
