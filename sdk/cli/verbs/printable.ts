/** Characters that move the cursor, colour the terminal or turn the direction of writing. */
const unprintable = /[\p{Cc}\p{Bidi_Control}]/gu;

/** Text from a plugin or a user, for one line of a terminal: unprintable characters are shown escaped. */
export function printable(text: string): string {
  return text.replaceAll(
    unprintable,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** The same for several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
