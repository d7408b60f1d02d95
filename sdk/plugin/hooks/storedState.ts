import { VaultError } from '../kernel/index.ts';
import { taskType, type Task } from './defineTask.ts';
import { misfit } from './misfit.ts';

const mostBytes = 64 * 1024;

/** The state of a checkpoint as it is stored and will be read again. Throws BAD_USER_INPUT if it is too large, or does not fit its schema as JSON. */
export function storedState(task: Task, state: unknown): unknown {
  const text = JSON.stringify(state) ?? 'null';
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes)
    throw new VaultError(
      'BAD_USER_INPUT',
      `A checkpoint of ${taskType(task)} has ${bytes} bytes; at most ${mostBytes} are stored. Keep the place, not the data.`,
    );
  const stored: unknown = JSON.parse(text);
  const read = task.checkpoint?.safeParse(stored);
  if (read?.error) throw misfit(`A checkpoint of ${taskType(task)}`, read.error);
  return stored;
}
