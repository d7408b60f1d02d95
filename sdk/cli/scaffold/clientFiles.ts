import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Files } from './files.ts';
import { namesOf, type Names } from './names.ts';
import { fillTemplates } from './templates.ts';

/** The client of a new plugin, with its setting `url` and its test. */
export function firstClientFiles(names: Names): Files {
  return fillTemplates('client', { ...names, client: names['plugin'] ?? '', setting: 'url', test: 'client' });
}

/** A further client, named after its outside system, such as SharePoint. */
export function clientFiles(plugin: string, system: string): Files {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(system))
    throw new VaultError(
      'BAD_USER_INPUT',
      `"${system}" is not a valid name of an outside system. Choose a name such as SharePoint.`,
    );
  const client = system.charAt(0).toLowerCase() + system.slice(1);
  const values = { client, setting: `${client}Url`, test: `${client}Client` };
  return fillTemplates('client', { ...namesOf(plugin), ...values });
}
