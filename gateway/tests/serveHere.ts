import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startGatewayAlone, type Gateway } from '../index.ts';

/** Serves a supergraph as `nimbus gateway --supergraph` does, in this process and without a log. */
export async function serveHere(supergraphSdl: string): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-alone-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraphSdl);
  try {
    return await startGatewayAlone({ supergraphFile, port: 0, log: pino({ level: 'silent' }) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
