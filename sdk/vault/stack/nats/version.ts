/** The oldest nats-server with all that the platform uses. */
export const oldestNats = '2.9.0';

/** The version in what `nats-server --version` prints, such as "nats-server: v2.15.1"; undefined if there is none. */
export function parseVersion(text: string): string | undefined {
  return /\bv(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/** True where `version` is not older than `oldest`; both are `major.minor.patch`. */
export function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}
