import { commentsOf, isCode, isGenerated } from '@nimbusvault/vault/check';
import type { Rule, Violation } from '../tree/rule.ts';
import type { SourceFile } from '../tree/tree.ts';

/** A phrase that a newcomer stumbles over, and the field's way to say it. */
interface Phrase {
  readonly pattern: RegExp;
  readonly say: string;
}

const phrases: readonly Phrase[] = [
  { pattern: /\b(to be had|(cannot|can) be had)\b/, say: '"is available"' },
  { pattern: /\b(that|which|what) (is|are) none\b/, say: '"invalid", "unknown" or "not a …"' },
  { pattern: /\b(where (it|there) is none)\b/, say: '"if there is none", "without one"' },
  { pattern: /\b(is|are|was|were|be) (not )?told\b|\btold of\b/, say: '"is reported", "gets", "learns"' },
  {
    pattern: /\bfor who(ever)? (is|are|has|have|wants?)\b/,
    say: '"for a caller that …", "unless the caller …"',
  },
];

const opener: Phrase = {
  pattern: /(?<=^[\s*]*)(Who|What|Where|Whoever|Whatever)\b(?!.*\?)/,
  say: 'a noun as the subject: "The caller", "The fields that …", "The URL"',
};

/** These quote the phrases. */
const quotes = /^tests\/architecture\/(rules\/english|sins\/otherSins)\.ts$|^docs\/glossary\.md$/;

export const english: Rule = {
  name: 'plain English: subject, verb, object',
  check: ({ files }) => files.filter(isProse).flatMap((file) => [...phrasesIn(file), ...openersIn(file)]),
};

function isProse(file: SourceFile): boolean {
  return (isCode(file) || /\.(md|graphql|template|ya?ml)$/.test(file.path)) && !quotes.test(file.path);
}

function phrasesIn(file: SourceFile): readonly Violation[] {
  return file.text.split('\n').flatMap((text, index) => {
    const found = phrases.find(({ pattern }) => pattern.test(text));
    return found ? [{ file: file.path, line: index + 1, ...objection(text, found) }] : [];
  });
}

function openersIn(file: SourceFile): readonly Violation[] {
  if (!isCode(file) || isGenerated(file)) return [];
  return commentsOf(file)
    .filter(({ text }) => opener.pattern.test(text))
    .map(({ line, text }) => ({ file: file.path, line, ...objection(text, opener) }));
}

/** The phrase in a text, and its replacement. */
function objection(text: string, { pattern, say }: Phrase): Pick<Violation, 'why' | 'instead'> {
  const [words = ''] = pattern.exec(text) ?? [];
  return { why: `says "${words.trim()}"`, instead: `Say ${say}` };
}
