import type { Finding } from '@nimbusvault/vault/check';
import type { Section } from '@nimbusvault/vault';

/** True if something must be corrected. */
export function hasErrors(sections: readonly Section[]): boolean {
  return sections.some(({ findings }) => findings.some(isError));
}

/** Sections with their verdicts and findings: `file:line: message [CODE]`, then the remedy. */
export function describeSections(sections: readonly Section[]): string {
  return sections
    .map(({ title, findings }) => {
      const verdict = findings.some(isError) ? 'FAILED' : 'PASSED';
      return [`${verdict}  ${title}`, ...findings.map(describe)].join('\n');
    })
    .join('\n');
}

const isError = ({ severity }: Finding) => severity === 'error';

function describe({ code, severity, message, file, line, fix }: Finding): string {
  const place = [file, line].filter((part) => part !== undefined).join(':');
  const what = [place, severity === 'warning' ? `warning: ${message}` : message].filter(Boolean).join(': ');
  return `        ${what} [${code}]\n          ${fix}`;
}
