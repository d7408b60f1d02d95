/** The setup that the gateway sends to the explorer; `token` is set in development only. */
export interface Setup {
  token: string | null;
  endpoint: string;
}

/** Reads the setup from the gateway that served this page. */
export async function readSetup(): Promise<Setup> {
  const response = await fetch('/explorer.json');
  if (!response.ok) throw new Error(`/explorer.json answered ${response.status}.`);
  return response.json();
}
