import { isDeepStrictEqual } from 'node:util';
import {
  hookType,
  inTransaction,
  pluginConfigured,
  say,
  writeOutbox,
  type StoredSettings as Stored,
} from '@nimbusvault/sdk/internal';
import { findUnstorable, rowsOf, subjects, type HostedVault } from '@nimbusvault/sdk/kernel';
import { areCurrent, openStored, sealValues, type SettingsSite } from './storedSettings.ts';

const mostCharacters = 100_000;

interface Fault {
  readonly message: string;
  readonly path: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

const makeSql = `insert into organization_settings (org, stored) values (?, '{}') on conflict do nothing`;

const lockSql = `select stored from organization_settings where org = ? for update`;

const writeSql = `update organization_settings set stored = ?, changed_at = now() where org = ?`;

/**
 * Changes the fields that `input` has, for the vault's org, and reports which they are to core's audit log, in one transaction:
 * all of it, or nothing. Two changes at the same time come one after the other.
 */
export async function changeSettings(
  input: Values,
  vault: HostedVault,
  site: SettingsSite,
): Promise<{ readonly stored: Stored } | { readonly fault: Fault }> {
  return inTransaction(vault, [], async (open) => {
    if (open.userId !== null) await open.access?.admit(open.userId, open);
    const before = await lockStored(open);
    const merged = merge(input, openStored(before, open.org, site).values, site);
    const fault = unreadable(input, before, { org: open.org, site }) ?? faultIn(merged, site);
    return fault ? { fault } : { stored: await write({ input, before, merged }, open, site) };
  });
}

async function lockStored(open: HostedVault): Promise<Stored> {
  await rowsOf(makeSql, [open.org], open); // a statement of its own: the next one sees what it waited for
  const [row] = await rowsOf<{ stored: Stored }>(lockSql, [open.org], open);
  return row?.stored ?? {};
}

/** Null clears a field, unless null is a value of it. */
function merge(input: Values, values: Values, { organization }: SettingsSite): Values {
  const merged: Record<string, unknown> = { ...values };
  for (const { name, isNullable } of organization.fields.filter((field) =>
    Object.hasOwn(input, field.name),
  )) {
    if (input[name] === null && !isNullable) delete merged[name];
    else merged[name] = input[name];
  }
  return merged;
}

/** A value that cannot be read, and that the input does not replace. */
function unreadable(
  input: Values,
  before: Stored,
  { org, site }: { readonly org: string; readonly site: SettingsSite },
): Fault | undefined {
  const found = [...openStored(before, org, site).faults].find(([name]) => !Object.hasOwn(input, name));
  return found && { message: found[1].message, path: [found[0]] };
}

function faultIn(values: Values, { organization }: SettingsSite): Fault | undefined {
  const unstorable = findUnstorable(values);
  if (unstorable) return unstorable;
  if (JSON.stringify(values).length > mostCharacters)
    return { message: `All settings together may have at most ${mostCharacters} characters.`, path: [] };
  const issue = organization.schema.safeParse(values).error?.issues[0];
  if (!issue) return undefined;
  const path = issue.path.map(String);
  const isMissing = path[0] !== undefined && values[path[0]] === undefined;
  return { message: isMissing ? `"${path[0]}" is required.` : issue.message, path };
}

async function write(
  { input, before, merged }: { readonly input: Values; readonly before: Stored; readonly merged: Values },
  open: HostedVault,
  site: SettingsSite,
): Promise<Stored> {
  const known = openStored(before, open.org, site).values;
  const names = site.organization.fields.map(({ name }) => name);
  const unchanged = names.filter((name) => isDeepStrictEqual(known[name], merged[name]));
  const changed = names.filter((name) => Object.hasOwn(input, name) && !unchanged.includes(name));
  if (changed.length === 0 && areCurrent(before, site)) return before;
  const stored = sealValues(merged, { before, unchanged }, { org: open.org, site });
  await rowsOf(writeSql, [JSON.stringify(stored), open.org], open);
  if (changed.length > 0) await report(changed, open);
  return stored;
}

/** Core writes it in its audit log. The values stay here. */
async function report(fields: readonly string[], open: HostedVault): Promise<void> {
  const { name, version } = pluginConfigured;
  const type = hookType(name, version);
  say({ subject: subjects.hook(open.org, open.plugin, name), type, data: { fields } }, open);
  await writeOutbox(open);
}
