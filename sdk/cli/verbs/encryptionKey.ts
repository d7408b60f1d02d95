import { existsSync } from 'node:fs';
import { encryptionKeyVariable, pluginNamePattern, VaultError } from '@nimbusvault/sdk/kernel';
import { makeSecrets } from '@nimbusvault/vault';
import { readEnvFile } from './envFile.ts';

const defaultFile = '.env';

/** The line with a new key for the secrets that organizations give a plugin; or, if the file has one, the steps in which it is exchanged. */
export function encryptionKeyText(plugin: string | undefined, file: string | undefined): string {
  if (plugin === undefined || !pluginNamePattern.test(plugin))
    throw new VaultError('BAD_USER_INPUT', 'Name one plugin: nimbus keys encryption Teams.');
  const variable = encryptionKeyVariable(plugin);
  const current = makeSecrets([plugin]).encryption[plugin] ?? '';
  const old = file === undefined && !existsSync(defaultFile) ? {} : readEnvFile(file ?? defaultFile);
  const previous = old[variable];
  return previous ? stepsOf(plugin, { current, previous }) : `${variable}='${current}'`;
}

/** Every process can read both keys before one of them writes with the new one. */
function stepsOf(
  plugin: string,
  { current, previous }: { readonly current: string; readonly previous: string },
): string {
  const variable = encryptionKeyVariable(plugin);
  const other = `${plugin.toUpperCase()}_PREVIOUS_ENCRYPTION_KEY`;
  const setting = `"encryptionKeys": { "current": "\${env.${variable}}", "previous": "\${env.${other}}" }`;
  return `# 1. Add ${setting} to "${plugin}" in vault-settings.json, give all processes of ${plugin} both keys, and restart them one by one:
${variable}='${previous}'
${other}='${current}'
# 2. Exchange the two keys, and restart the processes one by one; each encrypts the stored secrets again while it starts:
${variable}='${current}'
${other}='${previous}'
# 3. Once all have started again, remove "previous" from vault-settings.json, and keep the new key alone:
${variable}='${current}'`;
}
