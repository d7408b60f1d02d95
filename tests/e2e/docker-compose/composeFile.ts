import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly build?: {
    readonly context: string;
    readonly target: string;
    readonly args?: Record<string, string>;
  };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const variable = /\$\{(?<name>\w+)(?::(?<kind>[-?])(?<rest>(?:[^}\\]|\\.)*))?\}/g;

/** The services of a compose file, with its variables from `env`. Throws if a required variable is missing. */
export function readServices(file: string, env: NodeJS.ProcessEnv): Readonly<Record<string, Service>> {
  const text = JSON.stringify(parse(readFileSync(file, 'utf8'), { merge: true }));
  const resolved = text.replaceAll(variable, (...match) => {
    const { name = '', kind, rest } = match.at(-1) as Partial<Record<string, string>>;
    const value = env[name] || (kind === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`${name} is not set: ${rest}`);
    return JSON.stringify(value).slice(1, -1);
  });
  return (JSON.parse(resolved) as { services: Record<string, Service> }).services;
}
