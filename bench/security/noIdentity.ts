import type { Tenant } from '@nimbusvault/sdk/kernel';

/** A stand-in for the modules that verify and sign: every process trusts the client's claim, `acme/<user id>`. */
export const createIdentify = async () => async (authorization: string) =>
  saidBy(authorization.slice('Bearer '.length));

export const createAssert =
  () =>
  async ({ org, userId }: Tenant) =>
    `${org}/${userId}`;

export const importAssertionKey = async () => undefined;

export const importAssertionKeys = async () => [];

export const createVerify = () => async (assertion: string) => saidBy(assertion);

function saidBy(text: string): Tenant {
  const [org = '', userId = null] = text.split('/');
  return { org, userId, roles: ['member'] };
}
