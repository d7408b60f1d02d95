import { z } from 'zod';
import { claimsSchema, contractMessages, type ContractMessage } from './messages.ts';

const envelope = {
  type: 'object',
  required: ['ce-specversion', 'ce-id', 'ce-type', 'ce-source', 'ce-time', 'ce-org', 'ce-actor'].concat([
    'ce-requestid',
    'content-type',
  ]),
  properties: {
    'ce-specversion': { const: '1.0' },
    'ce-id': { type: 'string', format: 'uuid' },
    'ce-type': { type: 'string', minLength: 1 },
    'ce-source': { type: 'string', pattern: '^/[A-Z][A-Za-z0-9_]*$' },
    'ce-time': { type: 'string', format: 'date-time' },
    'ce-org': { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
    'ce-actor': { type: 'string', description: 'The id of the user, or an empty text.' },
    'ce-requestid': { type: 'string' },
    'ce-plugin': { type: 'string', description: 'Of a repetition: its one recipient.' },
    'ce-handler': { type: 'string', description: 'Of a repetition: its one handler, URI-encoded.' },
    'content-type': { const: 'application/json' },
  },
} as const;

const draft7 = { target: 'draft-7', io: 'input', unrepresentable: 'any' } as const;

/** The JSON Schemas of all payloads, of the envelope and of the claims, by their names. */
export function contractSchemas(): Readonly<Record<string, object>> {
  const payloads = contractMessages.map(({ name, payload }) => [name, z.toJSONSchema(payload, draft7)]);
  return Object.fromEntries([
    ...payloads,
    ['envelope', { $schema: 'http://json-schema.org/draft-07/schema#', ...envelope }],
    ['assertion-claims', z.toJSONSchema(claimsSchema, draft7)],
  ]);
}

/** The AsyncAPI 3 document of the contract, from the view of a plugin. */
export function asyncApi(version: string): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'NimbusVault plugins',
      version,
      description:
        'The messages between a plugin and the rest of a vault, over NATS. docs/plugin-contract.md has the duties.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(contractMessages.map((message) => [message.name, channelOf(message)])),
    operations: Object.fromEntries(contractMessages.map((message) => [message.name, operationOf(message)])),
    components: { messages: { envelope: { name: 'envelope', headers: envelope } } },
  };
}

function channelOf({ name, summary, address, hasEnvelope, payload }: ContractMessage): object {
  const parameters = [...address.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => [parameter, {}]);
  const schema: object = { ...z.toJSONSchema(payload, draft7), $schema: undefined };
  const headers = hasEnvelope ? { headers: envelope } : {};
  return {
    address,
    messages: { [name]: { name, summary, ...headers, payload: schema } },
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
  };
}

function operationOf({ name, summary, does }: ContractMessage): object {
  const channel = { $ref: `#/channels/${name}` };
  return { action: does, summary, channel, messages: [{ $ref: `#/channels/${name}/messages/${name}` }] };
}
