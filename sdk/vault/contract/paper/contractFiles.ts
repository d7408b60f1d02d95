import { asyncApi, contractSchemas } from './asyncApi.ts';
import { platformSql } from './platformSql.ts';

/** The texts of the generated files of the contract, by their paths. */
export function contractFiles(version: string): Readonly<Record<string, string>> {
  const schemas = Object.entries(contractSchemas()).map(([name, schema]) => [
    `schemas/${name}.json`,
    jsonOf(schema),
  ]);
  return {
    ...Object.fromEntries(schemas),
    'asyncapi.json': jsonOf(asyncApi(version)),
    'platform.sql': platformSql(),
  };
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
