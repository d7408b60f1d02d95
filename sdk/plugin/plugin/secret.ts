import { z } from 'zod';

/**
 * Marks a text of `organizationSettings` as a secret: encrypted in the database, masked in the graph, readable by
 * `orgSettingsOf` alone. Put checks of the text inside: `secret(z.url().max(2048))`.
 */
export function secret<Text extends z.ZodType<string, string>>(text: Text): z.ZodReadonly<Text> {
  return z.readonly(text); // its type cannot get lost: a mark would, with the copy that each check makes
}
