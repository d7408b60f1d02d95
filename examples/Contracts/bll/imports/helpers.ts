import { z } from 'zod';
import type { TaskStatus } from '@nimbusvault/sdk';

const state = z.enum(['WAITING', 'RUNNING', 'DONE', 'DEAD']);

export const ContractImportView = z.object({
  id: z.uuid(),
  state,
  done: z.int(),
  total: z.int().nullable(),
  error: z.string().nullable(),
});

export function viewImport(id: string, task: TaskStatus): z.infer<typeof ContractImportView> {
  const { done = 0, total = null } = task.progress ?? {};
  return {
    id,
    state: state.parse(task.state.toUpperCase()),
    done,
    total,
    error: task.error?.message ?? null,
  };
}
