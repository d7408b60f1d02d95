import type { ServerResponse } from 'node:http';
import { startCore } from './library.ts';
import { startHttp } from './startSubgraph.ts';
import { library, startTestGateway, type TestGateway } from './startTestGateway.ts';

/** How a faulty subgraph answers, if it does. */
export type Fault = (response: ServerResponse) => void;

/** A gateway over a healthy core, and a Bookmarks that answers with the last fault that was set. */
export interface FaultyGateway extends TestGateway {
  fault(fault: Fault): void;
  /** Another gateway over the same subgraphs. */
  beside(limits: object): Promise<TestGateway>;
}

const hang: Fault = () => {};

export async function startFaulty(limits: object): Promise<FaultyGateway> {
  let current = hang;
  const core = await startCore();
  const faulty = await startHttp((request, response) => {
    request.resume().on('end', () => current(response));
  });
  const beside = (others: object) => startTestGateway(library(core, faulty), others);
  const gateway = await beside(limits);
  return {
    ...gateway,
    beside,
    fault(fault) {
      current = fault;
    },
    async stop() {
      await gateway.stop();
      await Promise.all([core.stop(), faulty.stop()]);
    },
  };
}

export function replyWith(body: string | Buffer, status = 200, headers = {}): Fault {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Sends its answer in drips, and never completes it. */
export function drip(response: ServerResponse): void {
  response.write('{');
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
}
