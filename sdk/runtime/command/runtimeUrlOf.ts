import { VaultError } from '@nimbusvault/sdk/kernel';

/** The runtime role's URL of a plugin: `<NAME>_DATABASE_URL`, or else `DATABASE_URL`. */
export function runtimeUrlOf(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const variable = `${name.toUpperCase()}_DATABASE_URL`;
  const url = env[variable] ?? env['DATABASE_URL'];
  if (url) return url;
  throw new VaultError(
    'SETTINGS_INVALID',
    `Set ${variable} or DATABASE_URL to the URL of ${name}'s runtime role.`,
  );
}
