import { EntitySchema, p, Type, type EntityClass } from '@mikro-orm/core';
import { VaultError, type SearchedText } from '../kernel/index.ts';

/** The languages whose words PostgreSQL reduces to their stems; `simple` takes them as they are, whatever their language. */
const searchLanguages = [
  'simple',
  'arabic',
  'armenian',
  'basque',
  'catalan',
  'danish',
  'dutch',
  'english',
  'estonian',
  'finnish',
  'french',
  'german',
  'greek',
  'hindi',
  'hungarian',
  'indonesian',
  'irish',
  'italian',
  'lithuanian',
  'nepali',
  'norwegian',
  'portuguese',
  'romanian',
  'russian',
  'serbian',
  'spanish',
  'swedish',
  'tamil',
  'turkish',
  'yiddish',
] as const;

export type SearchLanguage = (typeof searchLanguages)[number];

export interface SearchOptions {
  /** `simple` by default. */
  readonly language?: SearchLanguage | undefined;
}

/** The property that says which properties of a row are searched; its value stays in PostgreSQL. */
export interface SearchText<Fields extends string> {
  readonly '~searches': Fields;
}

/** The column that PostgreSQL computes; the class is what MikroORM wants of a type. */
class SearchTextType extends Type<string, string> {
  readonly searched: SearchedText;

  constructor(searched: SearchedText) {
    super();
    this.searched = searched;
  }

  override getColumnType(): string {
    return 'tsvector';
  }
}

/**
 * Makes an entity searchable by these properties, the most important first: spread it into `properties`. The migration is
 * `addSearch` of the same columns and language. Throws PLUGIN_INVALID for a language that PostgreSQL does not have.
 */
export function searchable<const Fields extends string>(
  fields: readonly [Fields, ...Fields[]],
  { language = 'simple' }: SearchOptions = {},
) {
  checkLanguage(language);
  return {
    searchText: p
      .type(new SearchTextType({ fields, language }))
      .$type<SearchText<Fields>>()
      .persist(false)
      .lazy()
      .hidden()
      .nullable(),
  };
}

export function checkLanguage(language: string): void {
  if ((searchLanguages as readonly string[]).includes(language)) return;
  throw new VaultError(
    'PLUGIN_INVALID',
    `PostgreSQL cannot search in "${language}". The languages are: ${searchLanguages.join(', ')}.`,
  );
}

/** The searched properties of an entity; undefined if it is not searchable. */
export function searchedOf(entity: EntityClass<object>): SearchedText | undefined {
  const types = Object.values(EntitySchema.REGISTRY.get(entity)?.meta.properties ?? {}).map(
    (property) => (property as { readonly type?: unknown }).type,
  );
  return types.find((type) => type instanceof SearchTextType)?.searched;
}
