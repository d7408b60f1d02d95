import type { Vault } from '@nimbusvault/sdk';
import type { GraphRequest, HostedVault } from '@nimbusvault/sdk/kernel';

/** Returns the vault with `answer` in place of the graph: it returns the `data` of the operations of `defineOperation`. */
export function withGraph<Given extends Vault>(
  vault: Given,
  answer: (request: GraphRequest) => Promise<unknown>,
): Given {
  const queryGraph: HostedVault['queryGraph'] = (request) => answer(request);
  return { ...vault, queryGraph };
}
