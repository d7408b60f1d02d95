import { clientVariable } from '../operation/planKeys.ts';
import type { Json } from '../operation/json.ts';

/** Compiles the JSON of the client's variables that a fetch uses, without braces; those that it left out stay out. */
export function compileVariables(usages: readonly string[] = []): (variables: Json) => string {
  if (usages.length === 0) return () => '';
  const names = usages.map((name) => [clientVariable(name), `${JSON.stringify(name)}:`] as const);
  return (variables) => {
    const parts = names.flatMap(([name, lead]) =>
      variables[name] === undefined ? [] : [`${lead}${JSON.stringify(variables[name])}`],
    );
    return parts.join(',');
  };
}
