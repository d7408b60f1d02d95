import { workerData } from 'node:worker_threads';
import { writeTypes } from './schemaTypes.ts';

await writeTypes(String(workerData));
