import { fail } from 'node:assert';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { wasSent } from '@nimbusvault/sdk/kernel';
import { startVendor } from '@nimbusvault/testing';
import { openCaller } from './tests/openCaller.ts';

/** A server that may misbehave as no standard Response can. */
async function startHostile(listener: RequestListener, host = '127.0.0.1') {
  const server = createServer(listener);
  let requests = 0;
  server.on('request', () => (requests += 1));
  server.listen(0, host);
  await once(server, 'listening');
  const place = `${host}:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${place}`,
    host: place,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function forever(response: ServerResponse, everyMs: number, chunk: string): void {
  const timer = setInterval(() => response.write(chunk), everyMs);
  response.once('close', () => clearInterval(timer));
}

const refused = { code: 'OUTSIDE_REFUSED' };
const unavailable = { code: 'OUTSIDE_UNAVAILABLE' };

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://localhost/',
  'http://0.0.0.0/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'http://10.0.0.1/',
  'http://192.168.1.1/',
  'http://172.16.0.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'https://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'data:text/plain,hi',
  'no url',
])('%s is refused at once', async (url) => {
  await using caller = openCaller([]);
  await expect(caller.http.fetch(url)).rejects.toMatchObject(refused);
});

test('a name that resolves to this machine is refused, and only the log tells the address', async () => {
  await using vendor = await startVendor({ 'GET /': () => 'in' });
  await using caller = openCaller([], {
    lookUp: (_, __, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const url = vendor.url.replace('127.0.0.1', 'vendor.example');
  const error = (await caller.http.fetch(url).catch((thrown: unknown) => thrown)) as Error;
  expect(error).toMatchObject(refused);
  expect(error.message).not.toContain('127.0.0.1');
  expect(caller.lines).toMatchObject([{ code: 'OUTSIDE_REFUSED', address: '127.0.0.1' }]);
  expect(vendor.requests).toEqual([]);
});

test('a name that changes its address is judged by the address that is connected to', async () => {
  await using good = await startHostile((_, response) => response.end('good'), '127.0.0.2');
  const port = new URL(good.url).port;
  const answers = ['127.0.0.2', '127.0.0.1'];
  await using caller = openCaller([`127.0.0.2:${port}`], {
    lookUp: (_, __, answer) => answer(null, [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]),
  });
  const url = `http://rebinding.example:${port}/`;
  const response = await caller.http.fetch(url, { headers: { connection: 'close' } });
  expect(await response.text()).toBe('good');
  await expect(caller.http.fetch(`http://rebinding2.example:${port}/`)).rejects.toMatchObject(refused);
});

test.each([
  ['a host', 'localhost', true],
  ['a host and its port', 'localhost:PORT', true],
  ['an address', '127.0.0.1', false],
  ['a range', '127.0.0.0/8', true],
  ['a range and a port', '[::1]/128', false],
  ['another port', '127.0.0.1:1', false],
  ['another host', 'localhost.example', false],
])('the operator allows %s', async (_, entry, isAllowed) => {
  await using vendor = await startVendor({ 'GET /': () => 'in' });
  const { port } = new URL(vendor.url);
  await using caller = openCaller([entry.replace('PORT', port)], {
    lookUp: (__, ___, answer) =>
      answer(null, [{ address: entry === '127.0.0.1' ? '127.0.0.3' : '127.0.0.1', family: 4 }]),
  });
  const called = caller.http.fetch(`http://localhost:${port}/`);
  const end = await called.then(
    ({ status }) => status,
    ({ code }) => code as string,
  );
  expect(end).toBe(isAllowed ? 200 : refused.code);
});

test('a redirect to a refused address is refused, and takes no credentials to another origin', async () => {
  await using other = await startVendor({ 'GET /': ({ headers }) => headers.get('authorization') });
  await using vendor = await startVendor({
    'GET /metadata': () => Response.redirect('http://169.254.169.254/latest/meta-data/'),
    'GET /mapped': () => Response.redirect('http://[::ffff:7f00:1]:8089/'),
    'GET /other': () => Response.redirect(other.url),
  });
  await using caller = openCaller([vendor.host, other.host]);
  await expect(caller.http.fetch(`${vendor.url}/metadata`)).rejects.toMatchObject(refused);
  await expect(caller.http.fetch(`${vendor.url}/mapped`)).rejects.toMatchObject(refused);
  const headers = { authorization: 'Bearer secret' };
  const response = await caller.http.fetch(`${vendor.url}/other`, { headers });
  expect([response.redirected, await response.json()]).toEqual([true, null]);
});

test('an endless answer ends at the largest size, also if it is packed', async () => {
  await using vendor = await startHostile((_, response) => forever(response, 1, 'x'.repeat(10_000)));
  await using bomb = await startVendor({
    'GET /': () => {
      const zeros = new Blob([new Uint8Array(3_000_000)]).stream().pipeThrough(new CompressionStream('gzip'));
      return new Response(zeros, { headers: { 'content-encoding': 'gzip' } });
    },
  });
  await using caller = openCaller([vendor.host, bomb.host]);
  const small = caller.http.with({ maxAnswerBytes: 100_000 });
  for (const { url } of [vendor, bomb]) {
    const response = await small.fetch(url);
    await expect(response.text()).rejects.toMatchObject({ code: 'OUTSIDE_ANSWER_INVALID' });
  }
});

test('an answer that announces too much is not read', async () => {
  await using vendor = await startHostile((_, response) =>
    response.writeHead(200, { 'content-length': '2000' }).write('x'),
  );
  await using caller = openCaller([vendor.host]);
  await expect(caller.http.with({ maxAnswerBytes: 1_000 }).fetch(vendor.url)).rejects.toMatchObject({
    code: 'OUTSIDE_ANSWER_INVALID',
  });
});

test('an answer that drips ends with the time of the call', async () => {
  await using vendor = await startHostile((_, response) => forever(response, 20, '.'));
  await using caller = openCaller([vendor.host]);
  const response = await caller.http.with({ totalMs: 300 }).fetch(vendor.url);
  await expect(response.text()).rejects.toMatchObject(unavailable);
});

test('a try without an answer ends, and the next one may succeed', async () => {
  const answers = [() => {}, (response: ServerResponse) => response.end('late')];
  await using vendor = await startHostile((_, response) => answers.shift()?.(response));
  await using caller = openCaller([vendor.host]);
  expect(await (await caller.http.with({ tryMs: 200 }).fetch(vendor.url)).text()).toBe('late');
  await using silent = await startHostile(() => {});
  await using other = openCaller([silent.host]);
  await expect(other.http.with({ totalMs: 200 }).fetch(silent.url)).rejects.toMatchObject(unavailable);
});

test('a connection that is reset in the middle is an error of the body, and before it one that is tried again', async () => {
  await using vendor = await startHostile((request, response) => {
    const reset = () => void request.socket.resetAndDestroy();
    if (request.url === '/before') reset();
    else response.write('half', reset);
  });
  await using caller = openCaller([vendor.host]);
  const response = await caller.http.fetch(`${vendor.url}/middle`);
  await expect(response.text()).rejects.toMatchObject(unavailable);
  await expect(
    caller.http.fetch(`${vendor.url}/before`, { method: 'POST', body: 'x' }),
  ).rejects.toMatchObject(unavailable);
  expect(vendor.requests()).toBe(2);
  await expect(caller.http.fetch(`${vendor.url}/before`)).rejects.toMatchObject(unavailable);
  expect(vendor.requests()).toBe(5);
});

test.each(['broken off', 'complete'])('for the circuit breaker a body that is %s counts', async (how) => {
  await using vendor = await startHostile((request, response) => {
    if (how === 'complete') response.end('whole');
    else response.write('half', () => void request.socket.resetAndDestroy());
  });
  await using caller = openCaller([vendor.host]);
  const statuses: unknown[] = [];
  for (let call = 0; call < 11; call += 1) {
    const end = await caller.http.fetch(vendor.url).catch(({ code }) => code as string);
    statuses.push(end instanceof Response ? end.status : end);
    if (end instanceof Response) await end.text().catch(() => {});
  }
  const last = how === 'complete' ? 200 : unavailable.code;
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), last]);
  expect(vendor.requests()).toBe(how === 'complete' ? 11 : 10);
});

test('a POST whose connection was refused is tried again: nothing was sent', async () => {
  const vendor = await startHostile(() => {});
  await vendor[Symbol.asyncDispose]();
  await using caller = openCaller([vendor.host]);
  await expect(caller.http.fetch(vendor.url, { method: 'POST', body: 'x' })).rejects.toThrow(/ECONNREFUSED/);
  expect(caller.lines).toHaveLength(1);
});

test("a failure says whether the request can have been received, also as the cause of a library's error", async () => {
  const gone = await startHostile(() => {});
  await gone[Symbol.asyncDispose]();
  await using mute = await startHostile((request) => void request.socket.destroy());
  await using caller = openCaller([gone.host, mute.host]);
  const failureAt = (url: string) =>
    caller.http.fetch(url, { method: 'POST', body: 'x' }).then(
      () => fail('It was answered.'),
      (cause: unknown) => new Error('x', { cause }),
    );
  expect(wasSent(await failureAt(mute.url))).toBe(true);
  expect(wasSent(await failureAt(gone.url))).toBe(false);
  expect(wasSent(await failureAt('http://169.254.169.254/'))).toBe(false);
});

test.each(['the caller', 'the work around it'])('%s ends a call, in its own words', async (who) => {
  await using vendor = await startHostile((_, response) => void response.write('begun'));
  const [mine, around] = [new AbortController(), new AbortController()];
  await using caller = openCaller([vendor.host], { signal: around.signal });
  const response = await caller.http.fetch(new Request(vendor.url, { signal: mine.signal }));
  const reason = new RangeError('enough');
  (who === 'the caller' ? mine : around).abort(reason);
  await expect(response.text()).rejects.toBe(reason);
  await expect(caller.http.fetch(vendor.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
