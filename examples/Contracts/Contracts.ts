import { definePlugin } from '@nimbusvault/sdk';
import { renewContract } from './bll/contracts/mutations.ts';
import { fileContract, makeDocument } from './bll/filing/mutations.ts';
import { importContracts, nightly, startContractImport } from './bll/imports/mutations.ts';
import { Contract } from './entities/Contract.ts';
import { hooks } from './hooks.ts';
import { createContract } from './migrations/createContract.ts';
import { createDocument } from './operations.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { organizationSettings, settings } from './settings.ts';
import { takesPart } from './takesPart.ts';

export const Contracts = definePlugin({
  name: 'Contracts',
  settings,
  organizationSettings,
  typeDefs,
  resolvers,
  references,
  entities: [Contract],
  migrations: [createContract],
  workflows: [startContractImport, fileContract, renewContract],
  tasks: [importContracts, makeDocument],
  schedules: [nightly],
  hooks,
  takesPart,
  graph: { role: 'member', operations: [createDocument] },
});
