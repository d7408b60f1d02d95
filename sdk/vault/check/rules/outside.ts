import { globalsIn } from '../source/globals.ts';
import { isCode, isTest } from '../source/module.ts';
import type { Rule } from '../source/rule.ts';

const ways = ['fetch', 'WebSocket', 'WebSocketStream', 'EventSource', 'XMLHttpRequest'];
const roots = ['globalThis', 'global', 'self', 'window'];

export const outside: Rule = {
  code: 'PLUGIN_OUTSIDE',
  title: 'outside systems are called with vault.http',
  explain:
    'vault.http.fetch is a standard fetch with timeouts, retries, a circuit breaker, limits of size, and protection from URLs that lead into the private network; it refuses to wait while a transaction is open. Hand it to any library that accepts a fetch. The global fetch, WebSocket and EventSource have none of that. The guide’s chapter "Outside systems" shows the whole way.',
  find: ({ files }) =>
    files
      .filter((file) => isCode(file) && !isTest(file))
      .flatMap((file) =>
        globalsIn(file)
          .filter(({ name }) => leadsOutside(name))
          .map(({ name, line }) => ({
            file: file.path,
            line,
            message: `${file.path} uses the global ${name}`,
            fix: 'Call outside systems in clients/<system>.ts with vault.http.fetch, a standard fetch for any library.',
          })),
      ),
};

/** The global object itself counts where the code does not say which member it reads. */
function leadsOutside(name: string): boolean {
  const [first = '', member] = name.split('.');
  if (!roots.includes(first)) return ways.includes(first);
  return member === undefined || ways.includes(member) || roots.includes(member);
}
