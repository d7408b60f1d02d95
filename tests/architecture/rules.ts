import type { Rule } from './tree/rule.ts';
import { coreKnowsNoPlugin } from './rules/coreKnowsNoPlugin.ts';
import { declared } from './rules/declared.ts';
import { indexFiles, namedExports } from './rules/exports.ts';
import { english } from './rules/english.ts';
import { folderCycles } from './rules/folderCycles.ts';
import { homes } from './rules/homes.ts';
import { imports } from './rules/imports.ts';
import { integrity } from './rules/integrity.ts';
import { leftovers } from './rules/leftovers.ts';
import { licences } from './rules/licences.ts';
import { machine } from './rules/machine.ts';
import { pluginNames } from './rules/pluginNames.ts';
import { pluginChecklist } from './rules/pluginChecklist.ts';
import { fileSize, functionSize } from './rules/size.ts';
import { throws } from './rules/throws.ts';
import { unusedExports } from './rules/unusedExports.ts';
import { versions } from './rules/versions.ts';

/** The architecture, in the order in which `npm run check` prints it. */
export const rules: readonly Rule[] = [
  homes,
  imports,
  folderCycles,
  declared,
  coreKnowsNoPlugin,
  pluginNames,
  pluginChecklist,
  namedExports,
  unusedExports,
  indexFiles,
  throws,
  versions,
  integrity,
  licences,
  machine,
  leftovers,
  english,
  fileSize,
  functionSize,
];
