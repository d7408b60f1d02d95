import { resolve } from 'node:path';
import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';

const port = z.coerce.number().int().min(0).max(65_535);

const fields = {
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(0),
  DATABASE_URL: z.url(),
  OWNER_DATABASE_URL: z.url(),
  NATS_URL: z.string().min(1),
  NIMBUS_URL: z.url().optional(),
  NIMBUS_SETTINGS: z
    .string()
    .default('vault-settings.json')
    .transform((file) => resolve(file)),
  NIMBUS_SUPERGRAPH: z
    .string()
    .default('supergraph.yaml')
    .transform((file) => resolve(file)),
  NIMBUS_GATEWAY_STATE: z
    .string()
    .default('.nimbus/gateway.json')
    .transform((file) => resolve(file)),
  NIMBUS_ADDRESSES: z
    .string()
    .transform((folder) => resolve(folder))
    .optional(),
  NIMBUS_ASSERTION_PUBLIC_KEY: z.string().min(1),
  NIMBUS_ASSERTION_PRIVATE_KEY: z.string().min(1),
  NIMBUS_DEVELOPMENT_TOKEN: z.string().optional(),
  NIMBUS_STUCK_SECONDS: z.coerce.number().min(1).max(3_600).default(10),
} as const;

type Fields = typeof fields;

/** Reads variables of a process of the vault. Throws SETTINGS_INVALID with each that is missing or wrong. */
export function readEnvironment<Name extends keyof Fields>(
  ...names: readonly Name[]
): { readonly [N in Name]: z.output<Fields[N]> } {
  const shape = Object.fromEntries(names.map((name) => [name, fields[name]]));
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data as { readonly [N in Name]: z.output<Fields[N]> };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new VaultError(
    'SETTINGS_INVALID',
    `Environment variables are missing or wrong: ${faults.join('; ')}.`,
  );
}
