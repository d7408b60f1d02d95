import { runWorkflow } from '@nimbusvault/sdk';
import { renewContract } from './bll/contracts/mutations.ts';
import { findContract, listContracts, searchContracts, similarContracts } from './bll/contracts/queries.ts';
import { fileContract } from './bll/filing/mutations.ts';
import { startContractImport } from './bll/imports/mutations.ts';
import { findImport } from './bll/imports/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    contracts: (_, args, vault) => listContracts({}, args, vault),
    searchContracts: (_, args, vault) => searchContracts(args, vault),
    similarContracts: (_, args, vault) => similarContracts(args, vault),
    contractImport: (_, { id }, vault) => findImport(id, vault),
  },
  Mutation: {
    startContractImport: (_, __, vault) => runWorkflow(startContractImport, {}, vault),
    fileContract: (_, { id }, vault) => runWorkflow(fileContract, { id }, vault),
    renewContract: (_, { id }, vault) => runWorkflow(renewContract, { id }, vault),
  },
  Contract: {
    keeper: ({ keeper: id }) => (id === null ? null : { id }),
    document: ({ documentId: id }) => (id === null ? null : { id }),
  },
  User: {
    contracts: ({ id }, args, vault) => listContracts({ keeper: id }, args, vault),
  },
};

export const references: References = {
  Contract: ({ id }, vault) => findContract(id, vault),
  User: (user) => user,
};
