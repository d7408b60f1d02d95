import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Command } from './command.ts';
import { lastLines } from './logFile.ts';

const run = promisify(execFile);
const mostOutputBytes = 50_000_000;

interface RunOptions {
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end and resolves to its output. Throws STACK_FAILED with the end of its output if it fails. A program
 * that is ended early has ended when this throws.
 */
export async function runCommand(command: Command, options: RunOptions): Promise<string> {
  const { file, args, env, cwd } = command;
  const { timeoutMilliseconds: timeout, signal } = options;
  const running = run(file, args, { env, cwd, timeout, signal, maxBuffer: mostOutputBytes });
  const ended = new Promise((resolve) => running.child.once('close', resolve));
  try {
    const { stdout } = await running;
    return stdout;
  } catch (cause) {
    await ended;
    const { stdout = '', stderr = '', message } = cause as Error & { stdout?: string; stderr?: string };
    const words = lastLines(stderr || stdout) || message;
    throw new VaultError('STACK_FAILED', `"${file} ${args.join(' ')}" failed:\n${words}`, { cause });
  }
}
