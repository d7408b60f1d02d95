import type { Vault } from '@nimbusvault/sdk';
import type { GraphRequest, HostedVault } from '@nimbusvault/sdk/kernel';

/** The vault, with `answer` in the place of the graph: it returns the `data` of what `defineOperation` asks. */
export function withGraph<Given extends Vault>(
  vault: Given,
  answer: (request: GraphRequest) => Promise<unknown>,
): Given {
  const queryGraph: HostedVault['queryGraph'] = (request) => answer(request);
  return { ...vault, queryGraph };
}
