import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal digits: what automatic persisted queries name a document by. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** 128 bits of it: enough to tell schemas and operations apart. */
export function digest(text: string): string {
  return sha256(text).slice(0, 32);
}
