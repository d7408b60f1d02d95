// Strings and comments are skipped: brackets in them do not count.
const brackets = /"""(?:\\"""|[^])*?(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|#[^\n\r]*|[{[(]|[}\])]/g;
const opening = '{[(';

/** True for a document whose brackets are nested deeper than `levels`: its parser would overflow the stack at some depth. */
export function isTooDeep(document: string, levels: number): boolean {
  let depth = 0;
  for (const [token] of document.matchAll(brackets)) {
    if (opening.includes(token)) depth += 1;
    else if (token.length === 1 && '}])'.includes(token)) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}
