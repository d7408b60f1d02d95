import { setTimeout as pause } from 'node:timers/promises';

const longestMs = 2_000;
const lookEveryMs = 50;

/**
 * Waits until the gateway says that all subgraphs answer it, 2 s at most: it sees a process a moment after the registry does. A
 * subgraph that has a fault of its own does not hold up the others.
 */
export async function untilGatewayReaches(gatewayUrl: string): Promise<void> {
  const deadline = Date.now() + longestMs;
  while (!(await isReady(gatewayUrl)) && Date.now() < deadline) await pause(lookEveryMs);
}

async function isReady(gatewayUrl: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/health/ready', gatewayUrl), {
      signal: AbortSignal.timeout(longestMs),
    });
    return ((await response.json()) as { status?: string }).status === 'ready';
  } catch {
    return false;
  }
}
