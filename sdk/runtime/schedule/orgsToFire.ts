/** Returns those of the organizations in which the plugin is on: its schedules fire in no other. */
export async function orgsToFire(orgs: readonly string[]): Promise<readonly string[]> {
  return orgs;
}
