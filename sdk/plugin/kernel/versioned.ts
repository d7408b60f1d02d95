/** The name of one version of a hook, point, task or workflow, such as `create-user.v1`. */
export function versioned({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name}.v${version}`;
}
