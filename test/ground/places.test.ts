import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')
const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => file.slice('src/'.length))

/** Rooms of tests that have none of src/ beside them: parts of what tests share, tested too. */
const ownRooms = new Set(['support/fault-registry', 'support/profile-server'])

/** What is wrong with where a test lies, `ledger/file/append.test.ts`; undefined where nothing is. */
function misplaced(test: string): string | undefined {
  const [folder, name] = [path.posix.dirname(test), path.posix.basename(test, '.test.ts')]
  const top = folder.split('/')[0] ?? ''
  if (!existsSync(path.join(root, 'src', top)) || ownRooms.has(folder)) return undefined
  if (!existsSync(path.join(root, 'src', folder))) return `test/${test}: there is no src/${folder}/`
  const [only, ...others] = sources.filter(
    (file) => file.startsWith(`${top}/`) && path.posix.basename(file, '.ts') === name,
  )
  if (only === undefined || others.length > 0 || path.posix.dirname(only) === folder) return undefined
  return `test/${test}: its source is src/${only}`
}

test('tests lie where their source lies', () => {
  const tests = globSync('test/**/*.test.ts', { cwd: root }).map((file) => file.slice('test/'.length))
  expect(tests.length).toBeGreaterThan(100)
  expect(tests.map(misplaced).filter((found) => found !== undefined)).toEqual([])
})

test.for([
  ['ledger/append.test.ts', 'test/ledger/append.test.ts: its source is src/ledger/file/append.ts'],
  ['registry/room/retry.test.ts', 'test/registry/room/retry.test.ts: there is no src/registry/room/'],
  ['registry/failures/retry.test.ts', undefined],
  ['end-to-end/retry.test.ts', undefined],
] as const)('%s', ([file, found]) => {
  expect(misplaced(file)).toBe(found)
})
