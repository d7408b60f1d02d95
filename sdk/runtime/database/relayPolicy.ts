/** The runtime role works across orgs on these tables, but only if it declares itself as the relay. */
export const relayPolicy = (table: string) =>
  `create policy ${table}_relay on ${table}
     using (current_setting('vault.relay', true) = 'on') with check (current_setting('vault.relay', true) = 'on')`;
