import { Kind, type DirectiveNode, type FieldDefinitionNode, type ValueNode } from 'graphql';
import { hasRole, hasScopes, isScope, roles, type Role } from '../kernel/index.ts';

/** The requirement of a field on its caller: at least the role, and every one of the scopes. */
export interface Need {
  readonly role: Role;
  readonly scopes: readonly string[];
}

/** Returns the `@role` of a field, or undefined if every member of the organization may read it, or if the role is unknown. */
export function needOf(field: FieldDefinitionNode): Need | undefined {
  const directive = roleDirective(field);
  const [role] = textsOf(directive, 'needs');
  const scopes = textsOf(directive, 'scopes');
  return isRole(role) && scopes.every(isScope) ? { role, scopes } : undefined;
}

/** True if a field has a `@role`, valid or not. */
export function saysRole(field: FieldDefinitionNode): boolean {
  return roleDirective(field) !== undefined;
}

/** The requirement in words, for the field's description. */
export function describeNeed({ role, scopes }: Need): string {
  if (scopes.length === 0) return `Needs the role ${role}.`;
  return `Needs the role ${role} and the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(', ')}.`;
}

/** True if every caller who meets `need` meets `other` too. */
export function coversNeed(need: Need | undefined, other: Need | undefined): boolean {
  if (!other) return true;
  return need !== undefined && hasRole({ roles: [need.role] }, other.role) && hasScopes(need, other.scopes);
}

function roleDirective({ directives = [] }: FieldDefinitionNode): DirectiveNode | undefined {
  return directives.find(({ name }) => name.value === 'role');
}

/** GraphQL coerces one value to a list of one; a value that is not text becomes an empty text. */
function textsOf(directive: DirectiveNode | undefined, argument: string): readonly string[] {
  const value = directive?.arguments?.find(({ name }) => name.value === argument)?.value;
  if (!value || value.kind === Kind.NULL) return [];
  const values: readonly ValueNode[] = value.kind === Kind.LIST ? value.values : [value];
  return values.map((each) => (each.kind === Kind.STRING ? each.value : ''));
}

function isRole(value: unknown): value is Role {
  return (roles as readonly unknown[]).includes(value);
}
