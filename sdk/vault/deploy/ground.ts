import type { AddressSources, Following } from '@nimbusvault/runtime/registry';

/** The context in which plugins are published and activated. */
export interface DeployGround extends AddressSources {
  readonly registry: Following;
  /** The active plugins if the registry does not know them, and the schemas of those that it does not know. */
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** The private Ed25519 JWK that the gateways sign with, as JSON text: a subgraph answers only signed requests. */
  readonly assertionKey: string;
  /** Reports the progress, one line at a time. */
  readonly tell: (line: string) => void;
}

/** The author and the reason: the registry stores both. */
export interface Reason {
  readonly by: string;
  readonly why: string;
}
