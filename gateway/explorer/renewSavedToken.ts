const rememberedAt = 'nimbusvault:developmentToken';
const whereGraphiQLKeepsHeaders = [
  'graphiql:headers',
  'graphiql:tabState',
  'graphiql:queries',
  'graphiql:favorites',
];

/** Replaces the possibly expired development token of an earlier visit in GraphiQL's saved headers; headers that a user typed stay. */
export function renewSavedToken(token: string): void {
  const earlier = localStorage.getItem(rememberedAt);
  localStorage.setItem(rememberedAt, token);
  if (!earlier || earlier === token) return;
  for (const key of whereGraphiQLKeepsHeaders) {
    const saved = localStorage.getItem(key);
    if (saved) localStorage.setItem(key, saved.replaceAll(earlier, token));
  }
}
