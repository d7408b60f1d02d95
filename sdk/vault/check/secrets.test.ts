import { expect, test } from 'vitest';
import { hideSecrets, literalsIn, secrets } from './rules/secrets.ts';

test('secrets are found and hidden at any depth below a secret name', () => {
  const written = {
    Tags: { tokens: ['abc123'], credentials: { value: 'abc123', from: '${env.X}' }, name: 'x' },
  };
  expect(literalsIn(written, '')).toEqual(['Tags.tokens.0', 'Tags.credentials.value']);
  expect(hideSecrets(written)).toEqual({
    Tags: { tokens: ['•••'], credentials: { value: '•••', from: '${env.X}' }, name: 'x' },
  });
});

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'public', d: 'private' };

test.each<[what: string, setting: unknown, at: readonly string[]]>([
  ['a client secret', { clientSecret: 'a' }, ['Mail.clientSecret']],
  ['a key of an API, in kebab case', { 'api-key': 'a' }, ['Mail.api-key']],
  ['a key to sign with', { signingKey: 'a' }, ['Mail.signingKey']],
  ['a password, in short', { smtp: { pwd: 'a' } }, ['Mail.smtp.pwd']],
  ['a list with such a name', { accessKeys: ['a', '${env.B}'] }, ['Mail.accessKeys.0']],
  ['a password in a URL', { connectionString: 'postgres://u:hunter2@h/db' }, ['Mail.connectionString']],
  ['a password with punctuation in it', { at: ['smtps://u:p:/w@h'] }, ['Mail.at.0']],
  ['a password without a user', { redis: 'redis://:hunter2@h' }, ['Mail.redis']],
  ['a password in a text of parts', { dsn: 'Server=h;Password=hunter2' }, ['Mail.dsn']],
  ['a token in a query', { hook: 'https://h/?a=1&access_token=hunter2' }, ['Mail.hook']],
  ['the private half of a JWK', { keys: [jwk] }, ['Mail.keys.0.d']],
  ['the same as text', { key: JSON.stringify(jwk) }, ['Mail.key']],
  ['a secret of a JWK', { key: { kty: 'oct', k: 'a' } }, ['Mail.key.k']],
  ['a PEM', { pem: '-----BEGIN EC PRIVATE KEY-----\nMHc' }, ['Mail.pem']],
  ['a secret under an address of that name', { tokenUrl: 'https://u:hunter2@h/' }, ['Mail.tokenUrl']],
])('%s is found as a literal secret, and is hidden', (_, setting, at) => {
  expect(literalsIn({ Mail: setting }, '')).toEqual(at);
  const shown = JSON.stringify(hideSecrets({ Mail: setting }));
  expect(shown).toContain('•••');
  expect(shown).not.toMatch(/hunter2|private|:"a"|p:\/w|MHc/);
});

test('a secret in settings of the platform is reported where core is checked', () => {
  const base = { identity: { key: JSON.stringify(jwk) } };
  const text = JSON.stringify({ Base: base, Core: {}, Tags: {} });
  const told = (name: string) =>
    secrets
      .find({ name, folder: '', files: [], settings: text, supergraph: '' })
      .map(({ message }) => message);
  expect(told('Core')).toEqual(['Base.identity.key contains a secret']);
  expect(told('Tags')).toEqual([]);
});

test.each([
  { publicKey: { kty: 'OKP', x: 'public' }, key: '{"kty":"OKP","x":"public"}', d: 'a', k: 'b' },
  { connectionString: 'postgres://u:${env.PASSWORD}@h/db', dsn: 'Server=h;Password=${env.PASSWORD}' },
  { tokenUrl: 'https://h/token', secretName: 'mail', passwordPolicy: 'strong', keyboard: 'qwerty' },
  { clientSecret: 'stand-in', account: { password: 'stand-in' } },
  { maxTokens: 7, password: '', secret: '${file./run/secrets/mail}', site: 'https://h:8080/a@b' },
])('%j contains no secret', (setting) => {
  expect(literalsIn(setting, 'Mail')).toEqual([]);
  expect(hideSecrets(setting)).toEqual(setting);
});
