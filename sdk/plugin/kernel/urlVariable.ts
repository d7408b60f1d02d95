const ofProcesses = ['NIMBUS_URL', 'NATS_URL', 'DATABASE_URL', 'OWNER_DATABASE_URL'];

/** The variable with the URL of a subgraph: `TAGS_URL`, or `NIMBUS_PLUGIN_URL` where each process has a variable of the shorter name. */
export function urlVariable(plugin: string): string {
  const name = plugin.toUpperCase();
  return ofProcesses.includes(`${name}_URL`) ? `${name}_PLUGIN_URL` : `${name}_URL`;
}
