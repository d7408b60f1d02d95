import { runVerb } from '@nimbusvault/runtime/process';
import { gateway } from './gateway.ts';

process.exitCode = await runVerb(gateway, process.argv.slice(2));
