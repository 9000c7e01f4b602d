/**
 * Writes the tables of docs/registries.md from the profiles. `--check` writes nothing and fails when the page is not what
 * it would write.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KnownWays, RegistryProfile } from '../src/model/profile.ts'
import { PROFILES } from '../src/profiles/index.ts'

/** The three words of the tables, and no others. */
type Standing = 'real server' | 'its documented answers' | 'not known'

/** Those that the tests ask, or that were recorded. */
const REAL: ReadonlySet<string> = new Set(['harbor', 'zot', 'distribution'])

const WAYS: Readonly<Record<string, keyof KnownWays>> = {
  mounts: 'mounts',
  referrers: 'referrers',
  deletion: 'deletion',
  immutability: 'immutability',
  'rate limits': 'rateLimits',
}

type Column = readonly [title: string, standing: (profile: RegistryProfile) => Standing]

const USING: readonly Column[] = [
  ['names', field(({ repositoryForm }) => repositoryForm)],
  ['login', field(({ loginNote, loginCommand, login }) => loginNote ?? loginCommand ?? login)],
  // What has no search of its own is asked for `_catalog`, and so is distribution by the tests.
  ['search', field(({ search, kind }) => search ?? (kind === 'distribution' ? '_catalog' : undefined))],
  ['tags with details', field(({ tagDetails }) => tagDetails)],
  ['advice in errors', field(({ advice }) => advice)],
]

const PROMOTING: readonly Column[] = Object.entries(WAYS).map(([title, way]) => [
  title,
  ({ known }) => known[way]?.from ?? 'not known',
])

const path = join(import.meta.dirname, '..', 'docs', 'registries.md')
const page = await readFile(path, 'utf8')
const wanted = [
  ['looking', table(USING)],
  ['promoting', table(PROMOTING)],
  ['known', PROFILES.map(paragraph).filter(Boolean).join('\n')],
].reduce((text, [name = '', part = '']) => filled(text, name, part), page)

if (!process.argv.includes('--check')) await writeFile(path, wanted)
else if (wanted !== page) {
  console.error('docs/registries.md is not what the profiles say. Run `npm run generate`.')
  process.exitCode = 1
}

function field(of: (profile: RegistryProfile) => unknown): Column[1] {
  return (profile) => {
    if (of(profile) === undefined) return 'not known'
    return REAL.has(profile.kind) ? 'real server' : 'its documented answers'
  }
}

function table(columns: readonly Column[]): string {
  const rows = PROFILES.map((profile) => [profile.name, ...columns.map(([, standing]) => standing(profile))])
  const head = ['registry', ...columns.map(([title]) => title)]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What is known of one registry, each with where from. */
function paragraph({ name, known }: RegistryProfile): string {
  const sentences = Object.entries(WAYS).flatMap(([title, way]) => {
    const one = known[way]
    return one === undefined ? [] : [`  - ${title}: ${one.says} *(${one.source})*`]
  })
  return sentences.length === 0 ? '' : [`- **${name}**`, ...sentences].join('\n')
}

function filled(text: string, name: string, part: string): string {
  const [begin, end] = [`<!-- ${name}: npm run generate -->`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/registries.md has no place for ${name}.`)
  return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`
}
