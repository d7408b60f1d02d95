const rememberedAt = 'nimbusvault:developmentToken';
const whereGraphiQLKeepsHeaders = [
  'graphiql:headers',
  'graphiql:tabState',
  'graphiql:queries',
  'graphiql:favorites',
];

/** Replaces the development token of an earlier visit, which may have expired, in what GraphiQL saved; what a user typed stays. */
export function renewSavedToken(token: string): void {
  const earlier = localStorage.getItem(rememberedAt);
  localStorage.setItem(rememberedAt, token);
  if (!earlier || earlier === token) return;
  for (const key of whereGraphiQLKeepsHeaders) {
    const saved = localStorage.getItem(key);
    if (saved) localStorage.setItem(key, saved.replaceAll(earlier, token));
  }
}
