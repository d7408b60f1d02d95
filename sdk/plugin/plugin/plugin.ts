import type { EntityClass } from '@mikro-orm/core';
import type { DocumentNode } from 'graphql';
import type { z } from 'zod';
import type { TenantRow } from '../data/index.ts';
import type { AnswerHandler, HookHandler, Schedule, Task } from '../hooks/index.ts';
import type { AuditLog, Capability, Role, Vault } from '../kernel/index.ts';
import type { Participation, Workflow } from '../orchestrator/index.ts';
import type { GraphAccess } from './graphAccess.ts';
import type { MigrationPlan } from './defineMigration.ts';
import type { References, Resolvers } from './resolvers.ts';
import type { OrganizationSchema } from './settingFields.ts';

/** A plugin's table of contents; only `name` is required. */
export interface PluginDefinition {
  readonly name: string;
  readonly settings?: z.ZodType;
  /** The settings that each organization makes for itself: a z.object of texts, numbers, booleans, enums and lists of them. */
  readonly organizationSettings?: z.ZodType;
  readonly typeDefs?: DocumentNode;
  readonly resolvers?: Resolvers;
  readonly references?: References;
  readonly entities?: readonly EntityClass<TenantRow>[];
  readonly migrations?: readonly MigrationPlan[];
  readonly workflows?: readonly Workflow[];
  readonly hooks?: readonly (HookHandler | AnswerHandler)[];
  /** Its parts in the workflows of other plugins. */
  readonly takesPart?: readonly Participation[];
  readonly tasks?: readonly Task[];
  /** Its tasks that are enqueued in each organization at their times. */
  readonly schedules?: readonly Schedule[];
  /** The operations that its hook handlers and tasks may send to the graph; none by default. */
  readonly graph?: GraphAccess;
  /** Seeds a development vault, by org; it may run many times. */
  readonly seed?: Readonly<Record<string, (vault: Vault) => Promise<void>>>;
  /** The module of the server that stands for its outside system in development, as a path in its folder: `./standIn/server.ts`. */
  readonly standIn?: string;
  /** Its powers beyond its own data; the vault grants them to core alone. */
  readonly capabilities?: readonly Capability[];
  /** Returns the user of a username. Core alone has users. */
  readonly findUser?: (username: string, vault: Vault) => Promise<VaultUser | null>;
  /** The audit log of the command line's actions in an organization. Core alone has one. */
  readonly audit?: AuditLog;
}

/** A user for whom a token can be issued. */
export interface VaultUser {
  readonly id: string;
  readonly roles: readonly Role[];
}

/** A validated plugin, ready to be served. `workflows` is the registry, by name and version: `create-user.v1`. */
export interface Plugin {
  readonly name: string;
  readonly schemaName: string;
  readonly settings: z.ZodType;
  readonly organizationSettings?: OrganizationSchema | undefined;
  readonly typeDefs: readonly DocumentNode[];
  readonly resolvers: Resolvers;
  readonly references: References;
  readonly entities: readonly EntityClass<TenantRow>[];
  readonly migrations: readonly MigrationPlan[];
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly hooks: readonly (HookHandler | AnswerHandler)[];
  readonly takesPart: readonly Participation[];
  readonly tasks: readonly Task[];
  readonly schedules: readonly Schedule[];
  readonly graph?: GraphAccess | undefined;
  readonly standIn?: string | undefined;
  readonly capabilities: readonly Capability[];
  readonly seed: Readonly<Record<string, (vault: Vault) => Promise<void>>>;
  readonly findUser?: (username: string, vault: Vault) => Promise<VaultUser | null>;
  readonly audit?: AuditLog;
}
