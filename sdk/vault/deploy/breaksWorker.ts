import { parentPort, workerData } from 'node:worker_threads';
import { findBreaks, type SavedPlugin } from './findBreaks.ts';

parentPort?.postMessage(await findBreaks(workerData as SavedPlugin));
