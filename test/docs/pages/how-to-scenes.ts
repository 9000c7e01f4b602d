const HOST = 'registry.example.com'

/** The host that the page writes for the registry. */
export const PAGE_HOST = HOST

/** What has happened before a section of `docs/how-to.md` begins; a section that is not here has no commands to run. */
export const BEFORE: Readonly<Record<string, readonly string[]>> = {
  'Go back': ['promote --from test --to prod api:1.4.1', 'promote --from test --to prod'],
  'Leave one out': [],
  'Promote a digest that CI built': [],
  'Who put this there': ['promote --from test --to prod api:1.4.1', 'promote --from test --to prod'],
  'Start with full registries': [
    `promote copy ${HOST}/test/api:1.4.1 ${HOST}/prod/api:1.4.1`,
    `promote copy ${HOST}/test/api:1.4.1 ${HOST}/prod/api:1`,
    `promote copy ${HOST}/test/web:2.1.0 ${HOST}/prod/web:2.1.0`,
    `promote copy ${HOST}/test/web:2.1.0 ${HOST}/prod/web:2`,
  ],
  'Repair drift': ['promote --from test --to prod'],
  'Keep the ledger': ['git init --quiet'],
  'What to commit': ['git init --quiet'],
}
