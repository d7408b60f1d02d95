import type { HostedVault } from './hostedVault.ts';
import type { OutsideHttp } from './outsideHttp.ts';

/** The parts of a vault that its calls of outside systems depend on. */
export type HttpSite = Pick<
  HostedVault,
  'em' | 'org' | 'log' | 'signal' | 'traceparent' | 'beforeOutside' | 'requestId'
>;

/** Returns the vault with its client of outside systems. */
export function withHttp<Bare extends HttpSite>(
  bare: Bare,
  openHttp: (site: HttpSite) => OutsideHttp,
): Bare & Pick<HostedVault, 'http' | 'openHttp'> {
  return { ...bare, openHttp, http: openHttp(bare) };
}

/**
 * Returns the vault with these changes. Its `http` follows them: a copy by spread would call outside systems under the signal, and beside the
 * transaction, of the vault that it was copied from.
 */
export function derive<Given extends HostedVault, Changes extends object>(
  vault: Given,
  changes: Changes,
): Given & Changes {
  const derived = { ...vault, ...changes };
  return vault.openHttp ? withHttp(derived, vault.openHttp) : derived;
}
