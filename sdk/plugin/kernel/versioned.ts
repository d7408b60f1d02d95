/** The name under which a plugin lists a workflow, and under which its runs are continued: `create-user.v1`. */
export function versioned({ name, version }: { readonly name: string; readonly version: number }): string {
  return `${name}.v${version}`;
}
