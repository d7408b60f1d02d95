import { placeIn } from '@nimbusvault/runtime/process';
import { fileURLToPath } from 'node:url';

const anyPlace = /^(file:\/\/\S+|\/\S+):(\d+)$/m;
const saidPlace = /^(\S+\.[cm]?[jt]s:\d+): /m; // in a message of the command line
const error = /^(?:(?:\w*Error|UnhandledPromiseRejection)(?: \[\w+\])?: .+|.+ \[[A-Z_]+\])$/m;

/** One line on why a process ended, by the end of its log: the place, in its plugin's own code if that took part, and the error. */
export function explainFailure(log: string, folder: string): string | undefined {
  const printed = log.replaceAll(/^\{.*$/gm, ''); // what it logged, it has handled
  const place = placeIn(folder, printed) ?? firstPlace(printed) ?? saidPlace.exec(printed)?.[1];
  const [what] = error.exec(printed) ?? [];
  if (!place || what?.startsWith(place)) return what;
  return `${place}: ${what ?? 'see its log'}`;
}

function firstPlace(log: string): string | undefined {
  const [, file, line] = anyPlace.exec(log) ?? [];
  return file && `${file.startsWith('file:') ? fileURLToPath(file) : file}:${line}`;
}
