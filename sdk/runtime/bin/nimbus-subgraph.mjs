#!/usr/bin/env node
import { onPinnedNode } from '@nimbusvault/sdk/pinned-node';

await onPinnedNode(import.meta.url, () => import('../command/nimbusSubgraph.ts'));
