/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import { gql } from 'graphql-tag';
import { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { defineOperation } from './index.ts';

declare const vault: Vault;
const document = gql`
  mutation Make($title: String!) {
    make(title: $title)
  }
`;
const definition = {
  document,
  variables: z.object({ title: z.string() }),
  data: z.object({ make: z.string() }),
};
const byItself = defineOperation(definition);
const forUser = defineOperation({ ...definition, forUser: true });

export const { make }: { make: string } = await forUser.run({ title: 'Plan' }, vault, { as: vault.userId });

// 1. An operation for users is run without a user.
// @ts-expect-error
await forUser.run({ title: 'Plan' }, vault);

// 2. An operation of the plugin itself is run for a user.
// @ts-expect-error
await byItself.run({ title: 'Plan' }, vault, { as: vault.userId });

// 3. An operation is run with variables that it does not have.
// @ts-expect-error
await byItself.run({ tittle: 'Plan' }, vault);
