const plugin = '{core-subgraph,plugin-subgraphs/*}';

/** The homes of files other than code, as globs. */
export const papers: readonly string[] = [
  '{package,package-lock,tsconfig,vault-settings,.oxlintrc,.oxfmtrc}.json',
  'supergraph.yaml',
  'docker-compose.yml',
  'Dockerfile',
  'README.md',
  'bench/RESULTS.md',
  'bench/{peers,restate}/{package,package-lock}.json',
  '{.gitignore,.dockerignore,.npmrc}',
  '.ci/run',
  '{sdk/*,gateway}/{package.json,README.md}',
  'sdk/cli/templates/**/*.template',
  'gateway/explorer/{index.html,tsconfig.json,.gitignore,*.css,*.svg}',
  `${plugin}/{package.json,README.md,schema.graphql}`,
  'docs/{plugin-guide,plugin-contract,operations,errors,upgrading,glossary}.md',
  'docs/guide/*.md',
  'docs/contract/{asyncapi.json,platform.sql,schemas/*.json}',
  'examples/*/README.md',
  'examples/*-python/{requirements.{in,txt},*/*.py}',
  'examples/*-go/{go.{mod,sum},gqlgen.yml,schema.graphql,*.go,*/*.go}',
  'docs/decisions/[0-9][0-9][0-9][0-9]-*.md',
  'docs/images/*.{png,svg}',
  'tests/{e2e,chaos,conformance,browser}/**/*.{json,yaml,graphql,md}',
  'tests/e2e/previous-sdk/*.tgz',
  '**/tests/fixtures/**',
];
