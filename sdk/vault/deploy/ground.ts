import type { Following } from '@nimbusvault/runtime/registry';

/** What plugins are published and activated on. */
export interface DeployGround {
  readonly registry: Following;
  /** Who is active where the registry does not say, and the schemas of those that it does not know. */
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** The private Ed25519 JWK that the gateways sign with, as JSON text: a subgraph answers nobody else. */
  readonly assertionKey: string;
  /** Hears what is being done, a line each. */
  readonly tell: (line: string) => void;
}

/** Who does it, and why: the registry keeps both. */
export interface Reason {
  readonly by: string;
  readonly why: string;
}
