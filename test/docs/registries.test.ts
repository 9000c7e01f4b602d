import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RegistryProfile } from '../../src/model/profile.ts'
import { PROFILES } from '../../src/profiles/index.ts'

const PAGE = path.join(import.meta.dirname, '..', '..', 'docs', 'registries.md')
const WORDS = ['real server', 'its documented answers', 'not known']

/** Those that tests ask, or that were recorded. */
const REAL = new Set(['harbor', 'zot', 'distribution'])

/** The columns that a field of a profile decides. */
const FIELDS: Readonly<Record<string, (profile: RegistryProfile) => unknown>> = {
  'how names are written': ({ repositoryForm }) => repositoryForm,
  'who logs in': ({ loginNote, loginCommand, login }) => loginNote ?? loginCommand ?? login,
  'a tag is removed alone': ({ untag }) => untag,
  'words for an immutable tag': ({ immutableWords }) => immutableWords,
  'its own rules are known before': ({ immovable }) => immovable,
  'advice in its own words': ({ advice }) => advice,
  'all tags with details at once': ({ tagDetails }) => tagDetails,
  'how many pulls are left': ({ limitsPulls }) => limitsPulls,
}

async function table(): Promise<readonly (readonly string[])[]> {
  const lines = (await readFile(PAGE, 'utf8')).split('\n').filter((line) => line.startsWith('| '))
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

test('the table has a row for each profile, and three words only', async () => {
  const [, ...rows] = await table()
  expect(rows.map(([name]) => name).sort()).toEqual(PROFILES.map(({ name }) => name).sort())
  for (const [name = '', ...cells] of rows) {
    expect(WORDS, name).toEqual(expect.arrayContaining(cells))
  }
})

test('what it says is what the profiles hold', async () => {
  const [[, ...columns] = [], ...rows] = await table()
  expect(columns).toEqual(expect.arrayContaining(Object.keys(FIELDS)))
  for (const profile of PROFILES) {
    const known = REAL.has(profile.kind) ? 'real server' : 'its documented answers'
    const row = rows.find(([name]) => name === profile.name) ?? []
    for (const [column, field] of Object.entries(FIELDS)) {
      const expected = field(profile) === undefined ? 'not known' : known
      expect(`${profile.name}, ${column}: ${row[columns.indexOf(column) + 1]}`).toBe(
        `${profile.name}, ${column}: ${expected}`,
      )
    }
    // No cloud was ever asked.
    if (!REAL.has(profile.kind)) expect(row).not.toContain('real server')
  }
})
