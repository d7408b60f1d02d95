import { parentPort, workerData } from 'node:worker_threads';
import { findFaults, type SettingsFiles } from './findFaults.ts';

parentPort?.postMessage(await findFaults(workerData as SettingsFiles));
