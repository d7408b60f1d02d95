const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Two selections of the next fragment in each: 2^levels in all. */
function bomb(levels: number): string {
  const fragments = many(
    levels,
    (level) =>
      `fragment f${level} on User { a: reviews { author { ...f${level + 1} } } b: reviews { author { ...f${level + 1} } } }`,
  );
  return `{ user(id: "nobody") { ...f0 } } ${fragments} fragment f${levels} on User { id }`;
}

/** Documents within the body limit that are expensive to check, each in its own way. */
export const hostileDocuments: Readonly<Record<string, string>> = {
  'an ordinary one': '{ users { id } }',
  '1,000 aliases': `{ ${many(1_000, (index) => `a${index}: users { id }`)} }`,
  '400 fields that overlap': `{ ${many(400, () => 'users { reviews { id body } }')} }`,
  '60 fragments that overlap': `{ users { ${many(60, (index) => `...g${index}`)} } } ${many(60, (index) => `fragment g${index} on User { reviews { id author { id reviews { id } } } }`)}`,
  'a field 5,000 times': `{ users { ${many(5_000, () => 'id')} } }`,
  'a bomb of 2^10': bomb(10),
  'a bomb of 2^40': bomb(40),
  'a chain of 200 fragments': `{ users { ...c0 } } ${many(200, (index) => `fragment c${index} on User { id ${index < 199 ? `...c${index + 1}` : ''} }`)}`,
  '1,500 inline fragments': `{ users { ${many(1_500, () => '... on User { id }')} } }`,
  '600 variables': `query (${many(600, (index) => `$v${index}: Int`)}) { ${many(600, (index) => `a${index}: topProducts(first: $v${index}) { upc }`)} }`,
  '300 misspelt fields': `{ ${many(300, (index) => `userz${index} { id }`)} }`,
  '4,500 directives': `{ users ${many(4_500, () => '@skip(if: false)')} { id } }`,
  'a text of 500 KB': `{ user(id: """${'a line\n'.repeat(70_000)}""") { id } }`,
  'a comment of 900 KB': `{ users { id } } #${'x'.repeat(900_000)}`,
  'a name of 900 KB': `{ ${'x'.repeat(900_000)} }`,
};
