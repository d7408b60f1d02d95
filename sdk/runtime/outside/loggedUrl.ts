const longestShown = 20;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Origin and path for the log, without the query. Long segments are hidden: some webhooks have their secret in the path. */
export function loggedUrl({ origin, pathname }: URL): string {
  const segments = pathname.split('/');
  return `${origin}${segments.map((each) => (each.length <= longestShown || uuid.test(each) ? each : '…')).join('/')}`;
}
