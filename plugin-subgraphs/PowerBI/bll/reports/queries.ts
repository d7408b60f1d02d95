import { settingsOf, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { fetchReport, fetchReports, generateToken, type Site } from '../../clients/powerBI.ts';
import type { settings } from '../../settings.ts';
import { noReport, refusalIn, troubleOf, viewReports } from './helpers.ts';

export async function listReports(vault: Vault) {
  return asked(vault, async (site) => ({
    __typename: 'PowerBIReportList' as const,
    reports: viewReports(await fetchReports(site)),
  }));
}

/** A token of its own for each call: it is for the organization of the caller, and for no other. */
export async function embedReport(reportId: string, vault: Vault) {
  if (!z.guid().safeParse(reportId).success) return noReport();
  return asked(vault, async (site) => {
    const report = await fetchReport(reportId, site).catch(nullIfMissing);
    if (!report?.datasetId || !report.embedUrl) return noReport();
    const { token, expiration: expiresAt } = await generateToken(report.id, report.datasetId, site);
    const { id, embedUrl } = report;
    return { __typename: 'PowerBIEmbed' as const, reportId: id, embedUrl, token, expiresAt };
  });
}

function nullIfMissing(error: unknown): null {
  if (refusalIn(error) === 404) return null;
  throw error;
}

/** The answer of Power BI within the time of the settings, or its failure as an outcome. */
async function asked<Answer>(vault: Vault, ask: (site: Site) => Promise<Answer>) {
  const signal = AbortSignal.timeout(settingsOf<typeof settings>(vault).timeoutMs);
  try {
    return await ask({ vault, signal });
  } catch (error) {
    const trouble = troubleOf(error, signal);
    if (!trouble) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    vault.log.warn({ org: vault.org, outcome: trouble.__typename, reason }, 'Power BI gave no answer');
    return trouble;
  }
}
