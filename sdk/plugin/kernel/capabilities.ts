import { coreName } from './settings.ts';

/**
 * A plugin's powers beyond its own data: to have plugins do operations, to read the broker's streams and make consumers
 * for the others, to end the access of users, to say which organizations there are, and to hear
 * of the dead letters and stuck runs of all plugins.
 */
const capabilities = [
  'operate',
  'read-streams',
  'revoke-access',
  'list-organizations',
  'hear-reports',
] as const;

export type Capability = (typeof capabilities)[number];

/** The capabilities that the vault grants a plugin: core all, any other none. */
export function grantedTo(plugin: string): readonly Capability[] {
  return plugin === coreName ? capabilities : [];
}

/** Whether a plugin has a capability: it declares it, and the vault grants it. */
export function hasCapability(
  plugin: { readonly name: string; readonly capabilities: readonly Capability[] },
  capability: Capability,
): boolean {
  return plugin.capabilities.includes(capability) && grantedTo(plugin.name).includes(capability);
}
