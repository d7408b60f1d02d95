import { outcome, VaultError } from '@nimbusvault/sdk';
import { z } from 'zod';

export const PowerBIReportView = z.object({ id: z.guid(), name: z.string() });

interface Report extends z.infer<typeof PowerBIReportView> {
  readonly datasetId?: string | null | undefined;
  readonly embedUrl?: string | null | undefined;
}

/** Reports whose rows can be limited to an organization: those with a dataset. */
export function viewReports(reports: readonly Report[]): readonly z.infer<typeof PowerBIReportView>[] {
  return reports
    .filter(({ datasetId, embedUrl }) => datasetId && embedUrl)
    .map(({ id, name }) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}

export function noReport() {
  return outcome('NotFound', { message: 'This report does not exist.' });
}

/** The outcome of a call that failed, or undefined for an error that is not Power BI's. */
export function troubleOf(error: unknown, signal: AbortSignal) {
  if (signal.aborted) return unavailable('Power BI did not answer in time. Try again.');
  const status = refusalIn(error);
  if (status !== undefined) return refused(status === 404 ? 'workspace' : 'request');
  if (!(error instanceof VaultError)) return undefined;
  if (error.code === 'OUTSIDE_UNAVAILABLE')
    return unavailable('Power BI is not available now. Try again later.', waitOf(error));
  if (error.code !== 'OUTSIDE_ANSWER_INVALID') return undefined;
  return /gave no access token/.test(error.message) ? refused('account') : faulty();
}

/** The status with which Power BI refuses the request, whatever is sent again. */
export function refusalIn(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error ? Number(error.status) : undefined;
}

const dayInSeconds = 86_400;

/** The wait that Power BI asked for, in whole seconds: a day at most. */
function waitOf(error: VaultError): number | null {
  const milliseconds = 'retryAfterMs' in error ? Number(error.retryAfterMs) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : Math.min(dayInSeconds, Math.ceil(milliseconds / 1_000));
}

function unavailable(message: string, retryAfter: number | null = null) {
  return outcome('PowerBIUnavailable', { message, retryAfter });
}

const reasons = {
  account:
    'Power BI refuses the account of this vault. An operator checks tenantId, clientId and clientSecret.',
  workspace:
    'Power BI has no such workspace for this vault. An operator checks workspaceId, and the access of the account.',
  request:
    'Power BI refuses the request. An operator checks the access of the account to the workspace, and that the dataset has the roles of the settings.',
};

function refused(what: keyof typeof reasons) {
  return outcome('PowerBIRefused', { message: reasons[what] });
}

function faulty() {
  return outcome('PowerBIFaulty', {
    message: 'Power BI gave an answer that is not as documented. Try again later.',
  });
}
